"""A small GPT in NumPy, f64, trained for 50 steps: the losses that GptOracleTest compares with.

Written from the formulas, forward and backward by hand, without looking at how the library does it.
Run in this folder: python3 make.py
"""
import numpy as np

V, T, C, L, H, B, STEPS = 32, 8, 16, 2, 2, 4, 50
D = C // H

shapes = {"wte.weight": (V, C), "wpe.weight": (T, C)}
for l in range(L):
    h = f"h.{l}."
    shapes |= {
        h + "ln_1.weight": (C,), h + "ln_1.bias": (C,),
        h + "attn.c_attn.weight": (C, 3 * C), h + "attn.c_attn.bias": (3 * C,),
        h + "attn.c_proj.weight": (C, C), h + "attn.c_proj.bias": (C,),
        h + "ln_2.weight": (C,), h + "ln_2.bias": (C,),
        h + "mlp.c_fc.weight": (C, 4 * C), h + "mlp.c_fc.bias": (4 * C,),
        h + "mlp.c_proj.weight": (4 * C, C), h + "mlp.c_proj.bias": (C,),
    }
shapes |= {"ln_f.weight": (C,), "ln_f.bias": (C,)}


def start(number, name, shape):
    n = int(np.prod(shape))
    wave = 0.2 * np.sin(0.37 * (number + 1) + 1.7 * np.arange(n))
    return (wave + (1 if "ln_" in name and "weight" in name else 0)).reshape(shape)


P = {name: start(i, name, s) for i, (name, s) in enumerate(shapes.items())}


def token(j):
    return (j * j + 3 * (j // 5)) % V


def batch(step):
    first = [(31 * step + 17 * b) % 200 for b in range(B)]
    x = np.array([[token(f + t) for t in range(T)] for f in first])
    y = np.array([[token(f + t + 1) for t in range(T)] for f in first])
    return x, y


def norm(x, w, b):
    d = x - x.mean(-1, keepdims=True)
    s = np.sqrt((d * d).mean(-1, keepdims=True) + 1e-5)
    return d / s * w + b, (d / s, s)


def norm_back(g, w, kept):
    z, s = kept
    gz = g * w
    gx = (gz - gz.mean(-1, keepdims=True) - z * (gz * z).mean(-1, keepdims=True)) / s
    return gx, (g * z).sum((0, 1)), g.sum((0, 1))


A = np.sqrt(2 / np.pi)


def gelu(x):
    return 0.5 * x * (1 + np.tanh(A * (x + 0.044715 * x**3)))


def gelu_back(x):
    t = np.tanh(A * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * A * (1 + 3 * 0.044715 * x**2)


def heads(x):
    return x.reshape(B, T, H, D).transpose(0, 2, 1, 3)


def joined(x):
    return x.transpose(0, 2, 1, 3).reshape(B, T, C)


def step(x, y):
    G = {}
    h = P["wte.weight"][x] + P["wpe.weight"]
    kept = []
    for l in range(L):
        p = lambda name: P[f"h.{l}.{name}"]
        n1, k1 = norm(h, p("ln_1.weight"), p("ln_1.bias"))
        qkv = n1 @ p("attn.c_attn.weight") + p("attn.c_attn.bias")
        q, k, v = (heads(part) for part in np.split(qkv, 3, -1))
        s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(D)
        s[:, :, np.triu(np.ones((T, T), bool), 1)] = -np.inf
        a = np.exp(s - s.max(-1, keepdims=True))
        a /= a.sum(-1, keepdims=True)
        o = joined(a @ v)
        h2 = h + o @ p("attn.c_proj.weight") + p("attn.c_proj.bias")
        n2, k2 = norm(h2, p("ln_2.weight"), p("ln_2.bias"))
        f = n2 @ p("mlp.c_fc.weight") + p("mlp.c_fc.bias")
        u = gelu(f)
        kept.append((n1, k1, q, k, v, a, o, n2, k2, f, u))
        h = h2 + u @ p("mlp.c_proj.weight") + p("mlp.c_proj.bias")
    z, kf = norm(h, P["ln_f.weight"], P["ln_f.bias"])
    scores = z @ P["wte.weight"].T
    e = np.exp(scores - scores.max(-1, keepdims=True))
    e /= e.sum(-1, keepdims=True)
    rows, cols = np.indices((B, T))
    loss = -np.log(e[rows, cols, y]).mean()

    g = e.copy()
    g[rows, cols, y] -= 1
    g /= B * T
    G["wte.weight"] = np.einsum("btv,btc->vc", g, z)
    g, G["ln_f.weight"], G["ln_f.bias"] = norm_back(g @ P["wte.weight"], P["ln_f.weight"], kf)
    for l in reversed(range(L)):
        p = lambda name: P[f"h.{l}.{name}"]

        def put(name, value):
            G[f"h.{l}.{name}"] = value

        n1, k1, q, k, v, a, o, n2, k2, f, u = kept[l]
        put("mlp.c_proj.weight", np.einsum("bti,btj->ij", u, g))
        put("mlp.c_proj.bias", g.sum((0, 1)))
        gf = (g @ p("mlp.c_proj.weight").T) * gelu_back(f)
        put("mlp.c_fc.weight", np.einsum("bti,btj->ij", n2, gf))
        put("mlp.c_fc.bias", gf.sum((0, 1)))
        gn, gw, gb = norm_back(gf @ p("mlp.c_fc.weight").T, p("ln_2.weight"), k2)
        put("ln_2.weight", gw)
        put("ln_2.bias", gb)
        g = g + gn
        put("attn.c_proj.weight", np.einsum("bti,btj->ij", o, g))
        put("attn.c_proj.bias", g.sum((0, 1)))
        go = heads(g @ p("attn.c_proj.weight").T)
        gv = a.transpose(0, 1, 3, 2) @ go
        ga = go @ v.transpose(0, 1, 3, 2)
        gs = a * (ga - (ga * a).sum(-1, keepdims=True)) / np.sqrt(D)
        gqkv = np.concatenate(
            [joined(gs @ k), joined(gs.transpose(0, 1, 3, 2) @ q), joined(gv)], -1)
        put("attn.c_attn.weight", np.einsum("bti,btj->ij", n1, gqkv))
        put("attn.c_attn.bias", gqkv.sum((0, 1)))
        gn, gw, gb = norm_back(gqkv @ p("attn.c_attn.weight").T, p("ln_1.weight"), k1)
        put("ln_1.weight", gw)
        put("ln_1.bias", gb)
        g = g + gn
    np.add.at(G["wte.weight"], x, g)
    G["wpe.weight"] = g.sum(0)
    return loss, G


M = {n: np.zeros(s) for n, s in shapes.items()}
S = {n: np.zeros(s) for n, s in shapes.items()}
losses = []
for t in range(1, STEPS + 1):
    loss, G = step(*batch(t - 1))
    losses.append(loss)
    size = np.sqrt(sum((g**2).sum() for g in G.values()))
    for n in shapes:
        g = G[n] / max(1, size)
        M[n] = 0.9 * M[n] + 0.1 * g
        S[n] = 0.95 * S[n] + 0.05 * g * g
        if P[n].ndim > 1:
            P[n] = P[n] - 0.01 * 0.1 * P[n]
        P[n] = P[n] - 0.01 * (M[n] / (1 - 0.9**t)) / (np.sqrt(S[n] / (1 - 0.95**t)) + 1e-8)
with open("losses.txt", "w") as out:
    out.writelines(f"{loss:.15g}\n" for loss in losses)
