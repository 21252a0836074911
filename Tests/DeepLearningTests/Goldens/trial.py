"""Writes trial.csv: random shapes and settings of every operation with the figures that PyTorch has for them, in float64:
python3 Tests/DeepLearningTests/Goldens/trial.py (pip install torch).

A line is KIND;SETTINGS;FIGURES. Nothing else is stored: parameters, inputs and gradients are drawn from the library's own stream
(SplitMix64) with the line's number as seed, uniform in -1..1, and of each result two figures are kept, its product with numbers drawn
next and its Euclidean length."""
import math
import random
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
MASK = (1 << 64) - 1
choose = random.Random(20)
lines = []


class Stream:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def draw(self, *shape):
        return torch.tensor([-1 + 2 * ((self.next() >> 11) * 2.0**-53) for _ in range(math.prod(shape))]).reshape(shape)

    def below(self, bound, count):
        return torch.tensor([(bound * self.next()) >> 64 for _ in range(count)], dtype=torch.long)


def keep(kind, settings, stream, results):
    figures = []
    for value in results:
        value = value.detach()
        figures += [(value * stream.draw(*value.shape)).sum().item(), value.norm().item()]
    lines.append(f"{kind};{','.join(map(str, settings))};{','.join(map(repr, figures))}")


def stream():
    return Stream(len(lines))


def layer(kind, settings, shapes, shape, call, scale=1.0):
    """Parameters in their order, the input, the output's gradient; then output, the input's gradient and the parameters'."""
    s = stream()
    p = [s.draw(*x).requires_grad_() for x in shapes]
    x = (s.draw(*shape) * scale).requires_grad_()
    y = call(x, *p)
    g = s.draw(*y.shape)
    y.backward(g)
    keep(kind, settings, s, [y, x.grad] + [q.grad if q.grad is not None else torch.zeros_like(q) for q in p])


def n(low, high):
    return choose.randint(low, high)


for _ in range(90):
    g = choose.choice([1, 1, 2, 3])
    c, o, kh, kw, sh, sw, ph, pw, dh, dw, b = g * n(1, 3), g * n(1, 3), n(1, 4), n(1, 4), n(1, 5), n(1, 3), n(0, 3), n(0, 3), n(1, 3), n(1, 3), n(0, 3)
    h, w = max(1, dh * (kh - 1) + 1 - 2 * ph) + n(0, 8), max(1, dw * (kw - 1) + 1 - 2 * pw) + n(0, 20)
    layer("convolution", [b, c, o, g, kh, kw, sh, sw, ph, pw, dh, dw, h, w], [(o, c // g, kh, kw), (o,)], (b, c, h, w),
          lambda x, k, z: F.conv2d(x, k, z, (sh, sw), (ph, pw), (dh, dw), g))
for _ in range(40):
    k, s, d, b, c = n(1, 4), n(1, 3), n(1, 2), n(0, 3), n(1, 3)
    p = n(0, k // 2)
    h, w = d * (k - 1) + 1 + n(0, 7), d * (k - 1) + 1 + n(0, 7)
    layer("maxPooling", [b, c, k, s, p, d, h, w], [], (b, c, h, w), lambda x: F.max_pool2d(x, k, s, p, d))
    layer("averagePooling", [b, c, k, s, p, 1, h, w], [], (b, c, h, w), lambda x: F.avg_pool2d(x, k, s, p))
for _ in range(25):
    b, i, o = n(0, 20), n(1, 50), n(1, 50)
    layer("dense", [b, i, o], [(o, i), (o,)], (b, i), lambda x, w, z: F.linear(x, w, z))
for cell, gates in [("elman", 1), ("lstm", 4), ("gru", 3)]:
    for _ in range(22):
        b, t, i, h, last = n(1, 5), n(1, 9), n(1, 6), n(1, 20), n(0, 1)
        make = {"elman": torch.rnn_tanh, "lstm": torch.lstm, "gru": torch.gru}[cell]

        def run(x, wi, wh, bi, bh):
            zero = torch.zeros(1, b, h)
            y = make(x, (zero, zero) if cell == "lstm" else zero, [wi, wh, bi, bh], True, 1, 0.0, False, False, True)[0]
            return y[:, -1] if last else y
        layer(cell, [b, t, i, h, last], [(gates * h, i), (gates * h, h), (gates * h,), (gates * h,)], (b, t, i), run)
for _ in range(25):
    b, t, d, e = n(1, 4), n(1, 5), n(2, 40), choose.choice([1e-5, 1e-12, 0.1])
    layer("layerNorm", [b, t, d, e], [(d,), (d,)], (b, t, d), lambda x, w, z: F.layer_norm(x, (d,), w, z, e))
for _ in range(25):
    b, c, h, w, m = n(2, 6), n(1, 20), n(0, 5), n(1, 6), choose.choice([0.1, 0.5])
    shape = (b, c, h, w) if h else (b, c)
    s = stream()
    p = [s.draw(c).requires_grad_() for _ in range(2)]
    x = s.draw(*shape).requires_grad_()
    mean, var = torch.zeros(c), torch.ones(c)
    y = F.batch_norm(x, mean, var, *p, True, m)
    y.backward(s.draw(*shape))
    evaluated = F.batch_norm(x, mean, var, *p, False)
    keep("batchNorm", [b, c, h, w, m], s, [y, x.grad, p[0].grad, p[1].grad, mean, var, evaluated])
for _ in range(15):
    b, t, v, d = n(1, 4), n(1, 6), n(1, 9), n(1, 9)
    s = stream()
    e, q = s.draw(v, d).requires_grad_(), s.draw(t, d).requires_grad_()
    y = F.embedding(s.below(v, b * t).reshape(b, t), e) + q
    y.backward(s.draw(b, t, d))
    keep("embedding", [b, t, v, d], s, [y, e.grad, q.grad])


def attend(x, wi, bi, wo, bo, heads, causal):
    b, t, d = x.shape
    q, k, v = (z.view(b, t, heads, d // heads).transpose(1, 2) for z in F.linear(x, wi, bi).split(d, -1))
    y = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
    return F.linear(y.transpose(1, 2).reshape(b, t, d), wo, bo)


for _ in range(30):
    h, causal = n(1, 4), n(0, 1)
    b, t, d = n(1, 3), n(1, 9), h * n(1, 8)
    layer("attention", [b, t, d, h, causal], [(3 * d, d), (3 * d,), (d, d), (d,)], (b, t, d),
          lambda x, *p: attend(x, *p, h, causal == 1), 3.0)
for _ in range(12):
    h, causal = n(1, 3), n(0, 1)
    b, t, d = n(1, 3), n(1, 7), h * n(1, 5) + h

    def block(x, w1, b1, wi, bi, wo, bo, w2, b2, we, be, wc, bc):
        u = x + attend(F.layer_norm(x, (d,), w1, b1), wi, bi, wo, bo, h, causal == 1)
        return u + F.linear(F.gelu(F.linear(F.layer_norm(u, (d,), w2, b2), we, be)), wc, bc)
    layer("block", [b, t, d, h, causal],
          [(d,), (d,), (3 * d, d), (3 * d,), (d, d), (d,), (d,), (d,), (4 * d, d), (4 * d,), (d, 4 * d), (d,)], (b, t, d), block)
for name, f in [("relu", F.relu), ("leakyReLU", lambda x: F.leaky_relu(x, 0.1)), ("softplus", F.softplus), ("tanh", torch.tanh),
                ("sigmoid", torch.sigmoid), ("exp", torch.exp), ("gelu", F.gelu)]:
    for scale in [1, 10, 60]:
        b, d = n(1, 5), n(1, 40)
        if not (name == "softplus" and scale == 60):  # PyTorch's own is x beyond 20
            layer(name, [b, d, scale], [], (b, d), f if name != "softplus" else lambda x: torch.logaddexp(x, torch.zeros_like(x)), scale)
for name, f in [("squaredError", F.mse_loss), ("absoluteError", F.l1_loss), ("huber", F.huber_loss),
                ("binaryCrossEntropy", F.binary_cross_entropy_with_logits), ("crossEntropy", F.cross_entropy)]:
    for scale in [1, 3, 30, 300]:
        b, d = n(1, 9), n(2, 40)
        s = stream()
        x = (s.draw(b, d) * scale).requires_grad_()
        t = s.below(d, b) if name == "crossEntropy" else s.draw(b, d) / 2 + 0.5
        y = f(x, t)
        y.backward()
        keep(name, [b, d, scale], s, [y.reshape(1), x.grad])
for name, make in {
    "sgd": lambda p, d: torch.optim.SGD(p, 0.05, weight_decay=d), "momentum": lambda p, d: torch.optim.SGD(p, 0.02, 0.9, weight_decay=d),
    "nesterov": lambda p, d: torch.optim.SGD(p, 0.02, 0.8, weight_decay=d, nesterov=True),
    "adagrad": lambda p, d: torch.optim.Adagrad(p, 0.1, weight_decay=d), "rmsprop": lambda p, d: torch.optim.RMSprop(p, 0.01, 0.95, weight_decay=d),
    "adam": lambda p, d: torch.optim.Adam(p, 0.05, weight_decay=d), "adamw": lambda p, d: torch.optim.AdamW(p, 0.05, weight_decay=d),
}.items():
    for d in [0, 0.01, 0.2]:
        count, s = n(1, 60), stream()
        p = s.draw(count).requires_grad_()
        rule = make([p], d)
        for _ in range(12):
            p.grad = s.draw(count)
            rule.step()
        keep(name, [count, d], s, [p])
for _ in range(40):
    rank = n(0, 5)
    whole = [n(1, 5) for _ in range(rank)]

    def part():
        return [1 if choose.random() < 0.3 else x for x in whole][n(0, rank):]
    a, b, s = part(), part(), stream()
    x, y = s.draw(*a), s.draw(*b)
    keep("broadcast", [len(a)] + a + b, s, [x + y, x - y, x * y, x / y, torch.maximum(x, y), torch.minimum(x, y)])
for _ in range(30):
    rank = n(1, 5)
    shape = [n(1, 6) for _ in range(rank)]
    axes = choose.sample(range(rank), n(1, rank))
    order, s = choose.sample(range(rank), rank), stream()
    x = s.draw(*shape)
    keep("reduce", [rank] + shape + order + axes, s,
         [x.sum(axes), x.mean(axes, keepdim=True), x.amax(axes), x.amin(axes), x.permute(order), x.norm().reshape(1)])
for _ in range(30):
    m, k, q, ta, tb, s = n(1, 40), n(0, 40), n(1, 40), n(0, 1), n(0, 1), stream()
    a, b = s.draw(*((k, m) if ta else (m, k))), s.draw(*((q, k) if tb else (k, q)))
    keep("product", [m, k, q, ta, tb], s, [(a.T if ta else a) @ (b.T if tb else b)])
for _ in range(10):
    size, columns, s = n(1, 12), n(1, 4), stream()
    a, b = s.draw(size, size) + 3 * torch.eye(size), s.draw(size, columns)
    keep("solve", [size, columns], s, [torch.linalg.solve(a, b), torch.linalg.cholesky(a @ a.T), torch.linalg.svdvals(a)])
Path(__file__).with_name("trial.csv").write_text("\n".join(lines) + "\n")
print(len(lines), "configurations, torch", torch.__version__)
