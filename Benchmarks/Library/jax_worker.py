"""A peer: the same workloads as JAX runs them, each whole training step compiled by XLA, timed on request. Requests and replies as in
LibraryBenchmark.swift.
usage: python3 jax_worker.py THREADS (needs pip install jax optax)"""
import os
import sys
import time

# XLA makes as many threads as the process may use processors.
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:int(sys.argv[1])])

from functools import partial

import jax
import jax.numpy as jnp
import optax

key = jax.random.key(0)


def draw(k, *shape, inputs): return jax.random.normal(k, shape) / inputs**0.5
def dense(k, i, o): return {"w": draw(k, i, o, inputs=i), "b": jnp.zeros(o)}
def conv(k, i, o, n): return {"w": draw(k, n, n, i, o, inputs=i * n * n), "b": jnp.zeros(o)}
def affine(l, x): return x @ l["w"] + l["b"]


def mlp(*sizes):
    keys = jax.random.split(key, len(sizes))
    return [dense(k, a, b) for k, a, b in zip(keys, sizes, sizes[1:])], stacked


def stacked(layers, x):
    for l in layers[:-1]: x = jax.nn.relu(affine(l, x))
    return affine(layers[-1], x)


def images(convolutions, denses, paddings):
    def forward(p, x):
        for l, padding in zip(p["c"], paddings):
            x = jax.lax.conv_general_dilated(x, l["w"], (1, 1), padding, dimension_numbers=("NHWC", "HWIO", "NHWC")) + l["b"]
            x = jax.lax.reduce_window(jax.nn.relu(x), -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
        return stacked(p["d"], x.reshape(x.shape[0], -1))
    return {"c": convolutions, "d": denses}, forward


def recurrent(gates, i, h, o):
    k = jax.random.split(key, 3)
    p = {"x": dense(k[0], i, gates * h), "h": draw(k[1], h, gates * h, inputs=h), "o": dense(k[2], h, o)}
    def elman(weights, state, a):
        state = jnp.tanh(a + state @ weights)
        return state, None
    def lstm(weights, state, a):
        h, c = state
        i, f, g, o = jnp.split(a + h @ weights, 4, 1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None
    def forward(p, x):
        steps, none = jnp.swapaxes(affine(p["x"], x), 0, 1), jnp.zeros((x.shape[0], h))
        if gates == 1: last = jax.lax.scan(partial(elman, p["h"]), none, steps)[0]
        else: last = jax.lax.scan(partial(lstm, p["h"]), (none, none), steps)[0][0]
        return affine(p["o"], last)
    return p, forward


def gpt(vocabulary, steps, d, heads, blocks):
    k = jax.random.split(key, 4 * blocks + 3)
    norm = lambda: {"g": jnp.ones(d), "b": jnp.zeros(d)}
    p = {"e": draw(k[-1], vocabulary, d, inputs=1), "pos": draw(k[-2], steps, d, inputs=1), "n": norm(), "o": dense(k[-3], d, vocabulary),
         "blocks": [{"qkv": dense(k[4 * i], d, 3 * d), "p": dense(k[4 * i + 1], d, d), "f1": dense(k[4 * i + 2], d, 4 * d),
                     "f2": dense(k[4 * i + 3], 4 * d, d), "n1": norm(), "n2": norm()} for i in range(blocks)]}
    def normal(n, x): return (x - x.mean(-1, keepdims=True)) * jax.lax.rsqrt(x.var(-1, keepdims=True) + 1e-5) * n["g"] + n["b"]
    mask = jnp.tril(jnp.ones((steps, steps), bool))
    def forward(p, x):
        n = x.shape[0]
        x = p["e"][x] + p["pos"]
        for b in p["blocks"]:
            q, k, v = (t.reshape(n, steps, heads, d // heads).transpose(0, 2, 1, 3) for t in jnp.split(affine(b["qkv"], normal(b["n1"], x)), 3, -1))
            a = jax.nn.softmax(jnp.where(mask, q @ k.transpose(0, 1, 3, 2) / (d // heads)**0.5, -jnp.inf), -1) @ v
            x = x + affine(b["p"], a.transpose(0, 2, 1, 3).reshape(n, steps, d))
            x = x + affine(b["f2"], jax.nn.gelu(affine(b["f1"], normal(b["n2"], x)), approximate=False))
        return affine(p["o"], normal(p["n"], x)).reshape(n * steps, vocabulary)
    return p, forward


k = jax.random.split(key, 8)
W = [  # in Workloads.swift's order: (parameters, forward), batch, input, classes, optimizer
    (mlp(64, 128, 64, 10), 32, (64,), 10, optax.sgd(0.1)),
    (mlp(784, 512, 256, 10), 128, (784,), 10, optax.adam(1e-3)),
    (images([conv(k[0], 1, 16, 3), conv(k[1], 16, 32, 3)], [dense(k[2], 128, 10)], ["SAME", "SAME"]), 32, (8, 8, 1), 10, optax.adam(1e-3)),
    (images([conv(k[0], 1, 6, 5), conv(k[1], 6, 16, 5)], [dense(k[2], 400, 120), dense(k[3], 120, 84), dense(k[4], 84, 10)], ["SAME", "VALID"]),
     64, (28, 28, 1), 10, optax.adam(1e-3)),
    (recurrent(1, 28, 128, 10), 64, (28, 28), 10, optax.adam(1e-3)),
    (recurrent(4, 28, 128, 10), 64, (28, 28), 10, optax.adam(1e-3)),
    (gpt(64, 64, 64, 4, 2), 16, 64, 64, optax.adamw(1e-3)),
]


def make(index):
    (p, forward), samples, shape, classes, rule = W[index]
    tokens = isinstance(shape, int)
    x = jax.random.randint(key, (samples, shape), 0, classes) if tokens else jax.random.normal(key, (samples, *shape))
    y = jax.random.randint(key, (samples * shape if tokens else samples,), 0, classes)
    def loss(p, x, y): return optax.softmax_cross_entropy_with_integer_labels(forward(p, x), y).mean()
    @partial(jax.jit, donate_argnums=(0, 1))
    def step(p, s, x, y):
        value, g = jax.value_and_grad(loss)(p, x, y)
        u, s = rule.update(g, s, p)
        return optax.apply_updates(p, u), s, value
    return step, [p, rule.init(p)], (x, y), samples


def quickest(index, seconds, clock):
    """Microseconds of one step, the quickest; short ones by runs of a third of a millisecond, sent ahead as below."""
    step, state, batch, samples = steps[index]
    def timed(n):
        start = clock()
        for _ in range(n): *state[:], value = step(*state, *batch)
        jax.block_until_ready(state)
        return (clock() - start) / n
    n = max(1, int(3e-4 / max(timed(10), 1e-7)))
    best, end = 1e9, clock() + seconds
    while clock() < end: best = min(best, timed(n))
    return best * 1e6


def run(index, seconds):
    step, state, batch, samples = steps[index]
    n, value, start = 0, None, time.perf_counter()
    # Steps are sent ahead, as a user's loop would that looks at the loss now and then.
    while time.perf_counter() - start < seconds:
        *state[:], value = step(*state, *batch)
        n += 1
        if n % 8 == 0: value.block_until_ready()
    value.block_until_ready()
    return n * samples / (time.perf_counter() - start)


steps = {}
for line in sys.stdin:
    words = line.split()
    if words[0] == "version":
        print(jax.__version__, flush=True)
    elif words[0] in ("time", "best", "cpu"):
        index = int(words[1])
        if index not in steps:
            steps[index] = make(index)
            run(index, 0.2)
        clocks = {"best": time.perf_counter, "cpu": time.process_time}
        print(quickest(index, float(words[2]), clocks[words[0]]) if words[0] in clocks else run(index, float(words[2])), flush=True)
    elif words[0] == "peak":
        a = jax.random.normal(key, (2048, 2048))
        product = jax.jit(lambda a: a @ a)
        product(a).block_until_ready()
        t = time.perf_counter(); [product(a).block_until_ready() for _ in range(5)]
        print(2 * 2048**3 / ((time.perf_counter() - t) / 5) / 1e9, flush=True)
