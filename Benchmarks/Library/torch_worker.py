"""A peer: the same workloads as PyTorch runs them, timed on request. Requests and replies as in LibraryBenchmark.swift.
usage: python3 torch_worker.py THREADS eager|fused|compiled

eager: as most users run it; fused: eager with the optimizer's fused kernel; compiled: torch.compile too (needs a C++ compiler)."""
import sys
import time

import torch
import torch.nn as nn

torch.set_num_threads(int(sys.argv[1]))
MODE = sys.argv[2] if len(sys.argv) > 2 else 'eager'
torch.manual_seed(0)


class Elman(nn.Module):
    def __init__(s, cell, i, h, o):
        super().__init__(); s.r = cell(i, h, batch_first=True); s.o = nn.Linear(h, o)
    def forward(s, x): return s.o(s.r(x)[0][:, -1])


class Block(nn.Module):
    def __init__(s, d, heads):
        super().__init__(); s.h = heads; s.n1 = nn.LayerNorm(d); s.qkv = nn.Linear(d, 3*d); s.p = nn.Linear(d, d)
        s.n2 = nn.LayerNorm(d); s.f = nn.Sequential(nn.Linear(d, 4*d), nn.GELU(), nn.Linear(4*d, d))
    def forward(s, x):
        B, T, D = x.shape
        q, k, v = (t.view(B, T, s.h, D//s.h).transpose(1, 2) for t in s.qkv(s.n1(x)).split(D, -1))
        y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(B, T, D)
        x = x + s.p(y); return x + s.f(s.n2(x))


class GPT(nn.Module):
    def __init__(s, V, T, d, heads, L):
        super().__init__(); s.e = nn.Embedding(V, d); s.pos = nn.Embedding(T, d)
        s.b = nn.Sequential(*[Block(d, heads) for _ in range(L)]); s.n = nn.LayerNorm(d); s.o = nn.Linear(d, V)
    def forward(s, x): return s.o(s.n(s.b(s.e(x) + s.pos.weight[:x.shape[1]]))).flatten(0, 1)


mlp = lambda *d: nn.Sequential(*sum([[nn.Linear(a, b), nn.ReLU()] for a, b in zip(d, d[1:])], [])[:-1])
lenet = lambda: nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
    nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
cnn8 = lambda: nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
    nn.MaxPool2d(2), nn.Flatten(), nn.Linear(128, 10))
W = {  # name: (model, batch, input, classes, optimizer)
 'mlp-64-128-64-10 b32 sgd': (lambda: mlp(64,128,64,10), 32, (64,), 10, 'sgd'),
 'mlp-784-512-256-10 b128 adam': (lambda: mlp(784,512,256,10), 128, (784,), 10, 'adam'),
 'cnn-8x8 16-32 b32 adam': (cnn8, 32, (1,8,8), 10, 'adam'),
 'lenet-28x28 b64 adam': (lenet, 64, (1,28,28), 10, 'adam'),
 'elman-28-128 T28 b64 adam': (lambda: Elman(nn.RNN,28,128,10), 64, (28,28), 10, 'adam'),
 'lstm-28-128 T28 b64 adam': (lambda: Elman(nn.LSTM,28,128,10), 64, (28,28), 10, 'adam'),
 'gpt-2x64h4 T64 b16 adamw': (lambda: GPT(64,64,64,4,2), 16, 64, 64, 'adamw'),
}


def make(name):
    build, B, shape, C, opt = W[name]
    m = torch.compile(build()) if MODE == 'compiled' else build(); loss = nn.CrossEntropyLoss()
    rule, rate = {'sgd': (torch.optim.SGD, 0.1), 'adam': (torch.optim.Adam, 1e-3), 'adamw': (torch.optim.AdamW, 1e-3)}[opt]
    o = rule(m.parameters(), rate, fused=None if MODE == 'eager' else True)
    if isinstance(shape, int): x = torch.randint(C, (B, shape)); y = torch.randint(C, (B*shape,))
    else: x = torch.randn(B, *shape); y = torch.randint(C, (B,))
    def step():
        o.zero_grad(); l = loss(m(x), y); l.backward(); o.step()
    return step, B


def layer(module):
    x = torch.randn(64, 16, 28, 28, requires_grad=True); g = torch.randn_like(module(x))
    def call():
        x.grad = None
        for p in module.parameters(): p.grad = None
        module(x).backward(g)
    return call


def loss(f):
    x = torch.randn(64, 784, requires_grad=True); t = torch.rand(64, 784)
    def call():
        x.grad = None; f(x, t).backward()
    return call


F = nn.functional
a, row, column = torch.randn(1000, 1000), torch.randn(1000), torch.randn(1000, 1)
PATHS = [  # in Path.swift's order
    lambda: layer(nn.BatchNorm2d(16)), lambda: layer(nn.Dropout(0.5)), lambda: layer(nn.AvgPool2d(2)), lambda: layer(nn.MaxPool2d(3, 2, 1)),
    lambda: lambda: a + row, lambda: lambda: a + column, lambda: lambda: 2 * a, lambda: lambda: -a, lambda: lambda: a * a,
    lambda: lambda: a.sum(0), lambda: lambda: a.sum(1), lambda: lambda: a.sum(), lambda: lambda: a.amax(1), lambda: lambda: a.T.contiguous(),
    lambda: lambda: a.argmax(1), lambda: lambda: a.exp(),
    lambda: loss(F.mse_loss), lambda: loss(F.l1_loss), lambda: loss(F.huber_loss), lambda: loss(F.binary_cross_entropy_with_logits),
]
def quickest(call, seconds, clock):
    """Seconds of one call, the quickest; short ones by runs of a third of a millisecond, as a clock of processor time may be off by microseconds."""
    def timed(n):
        t = clock()
        for _ in range(n): call()
        return (clock() - t) / n
    n = max(1, int(3e-4 / max(timed(10), 1e-7)))
    best, end = 1e9, clock() + seconds
    while clock() < end: best = min(best, timed(n))
    return best


steps = {}
for line in sys.stdin:
    words = line.split()
    if words[0] == 'version':
        print(torch.__version__, flush=True)
    elif words[0] in ('time', 'best', 'cpu'):
        name = list(W)[int(words[1])]
        if name not in steps:
            steps[name] = make(name)
            for _ in range(20): steps[name][0]()
        step, B = steps[name]
        if words[0] in ('best', 'cpu'):
            clock = time.process_time if words[0] == 'cpu' else time.perf_counter
            best = quickest(step, float(words[2]), clock)
            print(best * 1e6, flush=True)
            continue
        n, t = 0, time.perf_counter()
        while time.perf_counter() - t < float(words[2]): step(); n += 1
        print(n * B / (time.perf_counter() - t), flush=True)
    elif words[0] == 'path':
        call = PATHS[int(words[1])]()
        for _ in range(3): call()
        print(quickest(call, float(words[2]), time.perf_counter) * 1e6, flush=True)
    elif words[0] == 'peak':
        a = torch.randn(2048, 2048); b = torch.randn(2048, 2048); a @ b
        t = time.perf_counter(); [a @ b for _ in range(5)]
        print(2 * 2048**3 / ((time.perf_counter() - t) / 5) / 1e9, flush=True)
