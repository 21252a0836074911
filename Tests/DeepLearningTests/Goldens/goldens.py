"""Writes the golden figures from PyTorch: python3 Tests/DeepLearningTests/Goldens/goldens.py
(pip install torch safetensors). All in float64, seeded; the tests read the files with no Python.

Names: CASE/input, CASE/seed (the gradient given to backward), CASE/output, CASE/input.gradient, CASE/p/NAME (a parameter),
CASE/g/NAME (its gradient). Parameters bear the library's names; where a module's differ, the case renames them."""
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file

torch.set_default_dtype(torch.float64)
torch.manual_seed(20)
torch.set_num_threads(1)
HERE = Path(__file__).parent
figures = {}


def put(name, tensor):
    figures[name] = tensor.detach().clone().contiguous()


def layer(case, module, x, call=None, rename=lambda n: n, differentiable=True):
    """Forward, and backward of sum(output * seed)."""
    x = x.clone().requires_grad_(differentiable) if x.is_floating_point() else x
    y = (call or module)(x)
    seed = torch.randn_like(y)
    (y * seed).sum().backward()
    put(f"{case}/input", x.double())
    put(f"{case}/output", y)
    put(f"{case}/seed", seed)
    if x.requires_grad:
        put(f"{case}/input.gradient", x.grad)
    for name, p in module.named_parameters():
        put(f"{case}/p/{rename(name)}", p)
        put(f"{case}/g/{rename(name)}", p.grad)


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads, self.qkv, self.projection = heads, nn.Linear(d, 3 * d), nn.Linear(d, d)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (z.view(b, t, self.heads, d // self.heads).transpose(1, 2) for z in self.qkv(x).split(d, -1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.projection(y.transpose(1, 2).reshape(b, t, d))


class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.norm1, self.attention, self.norm2 = nn.LayerNorm(d), Attention(d, heads), nn.LayerNorm(d)
        self.expansion, self.contraction = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.contraction(F.gelu(self.expansion(self.norm2(x))))


class GPT(nn.Module):
    def __init__(self, vocabulary, steps, d, heads, blocks):
        super().__init__()
        self.token, self.position = nn.Embedding(vocabulary, d), nn.Embedding(steps, d)
        self.blocks = nn.ModuleList(Block(d, heads) for _ in range(blocks))
        self.norm, self.output = nn.LayerNorm(d), nn.Linear(d, vocabulary)

    def forward(self, x):
        x = self.token(x) + self.position.weight[: x.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.output(self.norm(x)).flatten(0, 1)


class Recurrent(nn.Module):
    def __init__(self, cell, inputs, size, classes):
        super().__init__()
        self.r, self.o = cell(inputs, size, batch_first=True), nn.Linear(size, classes)

    def forward(self, x):
        return self.o(self.r(x)[0][:, -1])


def prefixed(module, name):
    """A module whose parameters are called NAME.weight and so on."""
    return nn.ModuleDict({name: module})


# Layers. Sizes are odd on purpose: no vector's width divides them.
for case, module, x, call in [
    ("dense", prefixed(nn.Linear(7, 5), "0"), torch.randn(9, 7), None),
    ("dense-wide", prefixed(nn.Linear(70, 83), "0"), torch.randn(37, 70), None),
    ("layer-norm", prefixed(nn.LayerNorm(11), "0"), torch.randn(3, 4, 11), None),
    ("batch-norm", prefixed(nn.BatchNorm1d(5), "0"), torch.randn(9, 5), None),
    ("batch-norm-images", prefixed(nn.BatchNorm2d(3), "0"), torch.randn(4, 3, 2, 5), None),
]:
    for p in module.parameters():
        nn.init.normal_(p)
    layer(case, module, x, module["0"])
    if case.startswith("batch-norm"):
        put(f"{case}/running_mean", module["0"].running_mean)
        put(f"{case}/running_var", module["0"].running_var)
        module.eval()
        put(f"{case}/evaluated", module["0"](x))
dense = prefixed(nn.Linear(7, 5), "0")
layer("dense-relu", dense, torch.randn(9, 7), lambda x: F.relu(dense["0"](x)))
for name, f in [("relu", F.relu), ("tanh", torch.tanh), ("sigmoid", torch.sigmoid), ("exp", torch.exp), ("gelu", F.gelu)]:
    layer(name, nn.Module(), torch.randn(5, 23) * 2, f)
convolutions = {
    "convolution": (dict(in_channels=2, out_channels=3, kernel_size=3), (5, 6)),
    "convolution-padded": (dict(in_channels=3, out_channels=4, kernel_size=3, padding=1), (5, 5)),
    "convolution-strided": (dict(in_channels=2, out_channels=3, kernel_size=3, stride=2, padding=1), (7, 6)),
    "convolution-dilated": (dict(in_channels=2, out_channels=3, kernel_size=3, dilation=2, padding=2), (7, 8)),
    "convolution-grouped": (dict(in_channels=4, out_channels=6, kernel_size=3, groups=2, padding=1), (5, 5)),
    "convolution-uneven": (dict(in_channels=1, out_channels=2, kernel_size=(2, 4), stride=(1, 2), padding=(1, 2)), (6, 20)),
}
for case, (options, size) in convolutions.items():
    m = prefixed(nn.Conv2d(**options), "0")
    layer(case, m, torch.randn(3, options["in_channels"], *size), m["0"])
for case, m, size in [
    ("max-pool", nn.MaxPool2d(2), (6, 8)),
    ("max-pool-odd", nn.MaxPool2d(3, 2, 1), (7, 6)),
    ("average-pool", nn.AvgPool2d(2), (6, 8)),
    ("average-pool-odd", nn.AvgPool2d(3, 2, 1), (7, 6)),
]:
    layer(case, m, torch.randn(2, 3, *size))
for case, cell in [("elman", nn.RNN), ("lstm", nn.LSTM), ("gru", nn.GRU)]:
    m = prefixed(cell(3, 5, batch_first=True), "r")
    layer(case + "-sequence", m, torch.randn(4, 6, 3), lambda x: m["r"](x)[0])
    m = prefixed(cell(3, 19, batch_first=True), "r")
    layer(case + "-last", m, torch.randn(4, 6, 3), lambda x: m["r"](x)[0][:, -1])
m = prefixed(nn.RNN(3, 5, batch_first=True), "r")
lengths = torch.tensor([6, 2, 4, 1])
layer("elman-lengths", m, torch.randn(4, 6, 3),
      lambda x: m["r"](nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))[1][0])
put("elman-lengths/lengths", lengths.double())
m = nn.ModuleDict({"token": nn.Embedding(7, 5), "position": nn.Embedding(6, 5)})
layer("embedding", m, torch.randint(7, (3, 4)), lambda x: m["token"](x) + m["position"].weight[:4])
m = prefixed(Attention(12, 3), "0")
layer("attention", m, torch.randn(2, 5, 12), m["0"])
m = prefixed(Block(8, 2), "0")
layer("block", m, torch.randn(3, 6, 8), m["0"])

# Losses: mean over the batch.
logits, labels = torch.randn(6, 5, requires_grad=True), torch.randint(5, (6,))
pairs = [("cross-entropy", lambda x: F.cross_entropy(x, labels), labels)]
target, coin = torch.randn(6, 5), torch.rand(6, 5)
pairs += [("squared-error", lambda x: F.mse_loss(x, target), target), ("absolute-error", lambda x: F.l1_loss(x, target), target),
          ("huber", lambda x: F.huber_loss(x, target), target),
          ("binary-cross-entropy", lambda x: F.binary_cross_entropy_with_logits(x, coin), coin)]
for case, f, t in pairs:
    x = (logits.detach() * 3).requires_grad_()
    value = f(x)
    value.backward()
    put(f"{case}/input", x)
    put(f"{case}/targets", t.double())
    put(f"{case}/value", value.reshape(1))
    put(f"{case}/input.gradient", x.grad)

# Optimizers: twenty steps along the gradients of a bent function, so that every step depends on all before it.
def slope(p):
    return p * torch.arange(1, 24) / 7 + torch.sin(3 * p)


start = torch.randn(23)
put("optimizers/start", start)
for case, make in {
    "sgd": lambda p: torch.optim.SGD(p, 0.05),
    "sgd-decay": lambda p: torch.optim.SGD(p, 0.05, weight_decay=0.1),
    "momentum": lambda p: torch.optim.SGD(p, 0.02, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, 0.02, momentum=0.8, nesterov=True, weight_decay=0.05),
    "adagrad": lambda p: torch.optim.Adagrad(p, 0.1, weight_decay=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, 0.01, alpha=0.95),
    "adam": lambda p: torch.optim.Adam(p, 0.05),
    "adam-decay": lambda p: torch.optim.Adam(p, 0.05, weight_decay=0.1),
    "adamw": lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
}.items():
    p = nn.Parameter(start.clone())
    optimizer = make([p])
    for _ in range(20):
        p.grad = slope(p.detach())
        optimizer.step()
    put(f"optimizers/{case}", p)
p = torch.randn(23)
put("clip/gradient", p)
q = nn.Parameter(torch.zeros(23))
q.grad = p.clone()
nn.utils.clip_grad_norm_([q], 1.5)
put("clip/clipped", q.grad)
save_file(figures, HERE / "layers.safetensors")

# Models: five training steps each, with the loss of every step and the parameters before and after.
figures.clear()
models = {
    "mlp": (nn.Sequential(nn.Linear(13, 17), nn.ReLU(), nn.Linear(17, 9), nn.ReLU(), nn.Linear(9, 4)), torch.randn(12, 13), 4, 12),
    "cnn": (nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
                          nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10)), torch.randn(6, 1, 8, 8), 10, 6),
    "elman": (Recurrent(nn.RNN, 5, 11, 3), torch.randn(7, 9, 5), 3, 7),
    "lstm": (Recurrent(nn.LSTM, 5, 11, 3), torch.randn(7, 9, 5), 3, 7),
    "gru": (Recurrent(nn.GRU, 5, 11, 3), torch.randn(7, 9, 5), 3, 7),
    "gpt": (GPT(13, 8, 12, 3, 2), torch.randint(13, (4, 8)), 13, 32),
}
for case, (model, x, classes, count) in models.items():
    labels = torch.randint(classes, (count,))
    put(f"{case}/input", x.double())
    put(f"{case}/labels", labels.double())
    for name, p in model.named_parameters():
        put(f"{case}/before/{name}", p)
    optimizer = torch.optim.AdamW(model.parameters(), 0.01)
    losses = []
    for _ in range(5):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), labels)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    put(f"{case}/losses", torch.tensor(losses))
    for name, p in model.named_parameters():
        put(f"{case}/after/{name}", p)
save_file(figures, HERE / "models.safetensors")
