"""Fits the corrector on what `npm run corrector:dataset` wrote.

    python3 models/corrector/fit.py --data DIR --out models/corrector/corrector_full.bin [--test DIR] [--epochs N]

Needs numpy and PyTorch (Debian: python3-numpy, python3-torch). The same data, seed and versions give the same file.
Bodies are split, never pictures: four of five fit the patch networks, the fifth fits what joins all parts and calibrates
the margins, by cross-validation over bodies.
"""
import argparse
import json
import os
import struct
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

DEGREES = 180 / np.pi
EPOCHS = {'front': 180, 'side': 150, 'back': 180}
# Share of the bodies that are corrected in full. Lower in front and back: there a real photo whose numbers lie where those of
# one body in ten do was corrected too much.
FULL = {'front': 0.75, 'side': 0.99, 'back': 0.75}
FOLDS = 5
CELL_UNIT = 4.0  # what a patch network's output is multiplied by, patch points


def ridge(x, y, strength):
    """Least squares with a penalty; x is standardised already."""
    gram = x.T @ x
    gram[np.diag_indices_from(gram)] += strength
    mean = y.mean(0)
    return np.linalg.solve(gram.astype(np.float64), (x.T @ (y - mean)).astype(np.float64)).astype(np.float32), mean.astype(np.float32)


class View:
    """One view's data."""

    def __init__(self, folder, view):
        at = os.path.join(folder, view)
        self.layout = json.load(open(os.path.join(at, 'layout.json')))
        self.view = view
        self.names = self.layout['names']
        n = len(self.names)
        read = lambda name, kind: np.fromfile(os.path.join(at, name), kind)
        self.features = read('features.f32', np.float32).reshape(n, -1)
        self.places = self.layout['places']
        self.truth = read('truth.f32', np.float32).reshape(n, len(self.places), 2)
        self.heads = read('heads.f32', np.float32).reshape(-1, 11)
        # Profiles have none.
        self.windows = np.memmap(os.path.join(at, 'windows.f32'), np.float32, 'r').reshape(len(self.heads), -1) if len(self.heads) else None
        side = self.layout['side'] + 2 * self.layout['margin']
        count = sum(1 if 'between' in part else len(part['places']) for part in self.layout['parts'])
        self.patches = read('patches.u8', np.uint8).reshape(n, count, 2, side, side)
        self.jitter = read('patches.f32', np.float32).reshape(n, count, 2)
        self.partner = np.array(self.layout['partner'])
        self.sign = np.array(self.layout['sign'], np.float32)
        mirrored = lambda name: 'r_' + name[2:] if name.startswith('l_') else 'l_' + name[2:] if name.startswith('r_') else name
        self.swap = np.array([self.places.index(mirrored(name)) for name in self.places])
        self.head_sites = self.layout['heads']
        self.head_swap = np.array([self.head_sites.index(mirrored(name)) for name in self.head_sites])

    def index(self, name):
        return self.places.index(name)


def angles(view, points):
    """Metrics of points in the measuring frame (x toward the subject's left or forward, y up), n x places x 2; degrees.

    The frame is turned with the body, so sagittal angles are only right up to the frame's own lean, which cancels in
    differences between two sets of points of one photo.
    """
    at = lambda name: points[:, view.index(name)]
    if view.view != 'side':
        level = lambda part: np.arctan2(at('l_' + part)[:, 1] - at('r_' + part)[:, 1], np.abs(at('l_' + part)[:, 0] - at('r_' + part)[:, 0])) * DEGREES
        roll = level('ankle')
        lean = lambda top, bottom, way: np.arctan2((bottom[:, 0] - top[:, 0]) * way, top[:, 1] - bottom[:, 1]) * DEGREES
        middle = (at('l_ankle') + at('r_ankle')) / 2
        return {
            'head_bal': level('ear') - roll, 'shoulder_bal': level('shoulder') - roll, 'pelvic_bal': level('hip') - roll,
            'knee_bal': level('knee') - roll, 'tilt': lean(at('thorax'), middle, 1) - roll,
            'left_qang': lean(at('l_hip'), at('l_knee'), 1) - roll, 'right_qang': lean(at('r_hip'), at('r_knee'), -1) + roll,
            'ankle_roll': roll,
        }
    middle = lambda part: (at('l_' + part) + at('r_' + part)) / 2
    above = lambda bottom, top: np.arctan2(top[:, 0] - bottom[:, 0], top[:, 1] - bottom[:, 1]) * DEGREES
    trunk = np.linalg.norm(at('thorax') - at('pelvis'), axis=1)
    return {
        'sar_tilt': above(middle('ankle'), at('pelvis')), 'sar_head_tilt': above(at('pelvis'), middle('ear')),
        'round_shoulder': np.arctan2(np.maximum(0, middle('shoulder')[:, 0] - at('thorax')[:, 0]), 0.28 * trunk) * DEGREES,
        'turtle_neck': above(at('c7'), middle('ear')),
    }


def consistent(view, points):
    """What follows by definition: the pelvis is the middle of the hips."""
    points = points.copy()
    if view.view != 'side':
        points[:, view.index('pelvis')] = (points[:, view.index('l_hip')] + points[:, view.index('r_hip')]) / 2
    return points


def show(view, tag, points, rows=slice(None)):
    """Mean absolute error / slope of found on true, degrees."""
    found, real = angles(view, consistent(view, points)), angles(view, view.truth[rows])
    text = ' '.join(f'{name} {np.abs(found[name] - real[name]).mean():.2f}/{np.cov(found[name], real[name])[0, 1] / np.var(real[name], ddof=1):.2f}' for name in found)
    print(f'{view.view:5} {tag:12} {text}', flush=True)


# ---- heads: the last step of the landmark network, taken again --------------------------------------------------------

def fit_heads(view, strength):
    """Statistics of the channels, and for each head the ridge from a window to the joint's place, network pixels."""
    channels = view.windows.shape[1] // 9
    sample = np.asarray(view.windows[::7]).reshape(-1, channels)
    mean, scale = sample.mean(0), 1 / (sample.std(0) + 1e-3)
    rows = view.heads
    x = (np.asarray(view.windows).reshape(len(rows), 9, channels) - mean) * scale
    x = x.reshape(len(rows), -1).astype(np.float32)
    centre, matrix, target = rows[:, 3:5], rows[:, 5:9].reshape(-1, 2, 2), rows[:, 9:11]
    # target = centre + right * matrix[0] + down * matrix[1]
    offset = np.einsum('ni,nij->nj', target - centre, np.linalg.inv(matrix))
    photo, head = rows[:, 0].astype(int), rows[:, 2].astype(int)
    fold = photo % FOLDS
    count = int(head.max()) + 1
    heads, held = {}, np.zeros((len(rows), 2), np.float32)
    for index in range(count):
        own = head == index
        good = own & (np.abs(offset).max(1) < 40)
        if good.sum() < 50:
            raise SystemExit(f'{view.view}: {good.sum()} windows of {view.head_sites[index]} are too few to fit on')
        for f in range(FOLDS):
            w, b = ridge(x[good & (fold != f)], offset[good & (fold != f)], strength)
            rows_f = own & (fold == f)
            held[rows_f] = x[rows_f] @ w + b
        heads[index] = ridge(x[good], offset[good], strength)
    return {'mean': mean, 'scale': scale, 'heads': heads}, held


def apply_heads(view, fitted):
    rows = view.heads
    channels = len(fitted['mean'])
    x = ((np.asarray(view.windows).reshape(len(rows), 9, channels) - fitted['mean']) * fitted['scale']).reshape(len(rows), -1)
    found = np.zeros((len(rows), 2), np.float32)
    for index, (w, b) in fitted['heads'].items():
        own = rows[:, 2].astype(int) == index
        found[own] = x[own] @ w + b
    return found


def head_points(view, offsets):
    """Mean over the looks of where each site's joint lies, n x sites x 2, in the frame."""
    rows = view.heads
    points = rows[:, 3:5] + np.einsum('ni,nij->nj', offsets, rows[:, 5:9].reshape(-1, 2, 2))
    total = np.zeros((len(view.names), len(view.head_sites), 2))
    count = np.zeros((len(view.names), len(view.head_sites), 1))
    np.add.at(total, (rows[:, 0].astype(int), rows[:, 1].astype(int)), points)
    np.add.at(count, (rows[:, 0].astype(int), rows[:, 1].astype(int)), 1)
    return (total / np.maximum(count, 1)).astype(np.float32)


# ---- the linear part --------------------------------------------------------------------------------------------------

class Linear:
    """A ridge from numbers to places, the same for a photo and its mirror image."""

    def __init__(self, view, x, y, partner, sign, strength):
        self.view, self.partner, self.sign = view, partner, sign
        y = y.reshape(len(y), -1)
        if view.view != 'side':
            x = np.concatenate([x, x[:, partner] * sign])
            y = np.concatenate([y, self.flipped(y)])
        self.mean, self.scale = x.mean(0), 1 / (x.std(0) + 1e-5)
        self.weights, self.bias = ridge(np.clip((x - self.mean) * self.scale, -5, 5), y, strength)

    def flipped(self, y):
        return (y.reshape(len(y), -1, 2)[:, self.view.swap] * [-1, 1]).reshape(len(y), -1).astype(np.float32)

    def once(self, x):
        return np.clip((x - self.mean) * self.scale, -5, 5) @ self.weights + self.bias

    def __call__(self, x):
        y = self.once(x)
        if self.view.view != 'side':
            y = (y + self.flipped(self.once(x[:, self.partner] * self.sign))) / 2
        return y.reshape(len(y), -1, 2)


def linear_inputs(view, points):
    if view.view == 'side':
        return view.features, view.partner, view.sign
    x = np.concatenate([view.features, points.reshape(len(points), -1)], 1).astype(np.float32)
    base = view.features.shape[1]
    partner = np.concatenate([view.partner, base + np.array([2 * s + k for s in view.head_swap for k in (0, 1)])])
    sign = np.concatenate([view.sign, np.tile([-1, 1], len(view.head_sites))]).astype(np.float32)
    return x, partner, sign


# ---- patch networks ---------------------------------------------------------------------------------------------------

# Channels of the three convolutions and the hidden layer. What hides under clothes takes more.
SMALL, LARGE = (8, 12, 16, 16), (12, 20, 24, 24)
LARGE_PARTS = ('hip', 'knee', 'c7', 'thorax')


class Net(nn.Module):
    def __init__(self, inputs, seed, sizes=SMALL):
        super().__init__()
        torch.manual_seed(seed)
        first, second, third, hidden = sizes
        self.c1 = nn.Conv2d(inputs, first, 5, stride=2, padding=2)
        self.c2 = nn.Conv2d(first, second, 3, padding=1)
        self.c3 = nn.Conv2d(second, third, 3, padding=1)
        self.f1 = nn.Linear(16 * third, hidden)
        self.f2 = nn.Linear(hidden, 2)

    def forward(self, x):
        x = F.relu(self.c1(x))
        x = F.max_pool2d(F.relu(self.c2(x)), 2)
        x = F.max_pool2d(F.relu(self.c3(x)), 2)
        return self.f2(F.relu(self.f1(x.flatten(1)))) * CELL_UNIT


class Patches:
    """One part's patches: the own ones and, of a pair, the other side's."""

    def __init__(self, view, number):
        self.view, self.part = view, view.layout['parts'][number]
        first = sum(1 if 'between' in p else len(p['places']) for p in view.layout['parts'][:number])
        self.is_pair = len(self.part['places']) == 2
        self.count = 2 if self.is_pair else 1
        take = lambda a: [torch.as_tensor(np.ascontiguousarray(a[:, first + k])) for k in range(self.count)]
        self.pictures, self.jitter = take(view.patches), take(view.jitter)
        self.side, self.margin = view.layout['side'], view.layout['margin']
        self.unit = 2 * self.part['half'] / self.side

    def cut(self, which, rows, right, down, generator=None):
        """Patches moved by whole points, as a network wants them; with a generator also spoilt as photos are."""
        pictures = self.pictures[which][rows]
        span = torch.arange(self.side)
        columns, lines = (self.margin + right)[:, None] + span, (self.margin + down)[:, None] + span
        own = torch.arange(len(rows))
        cut = pictures[own[:, None, None, None], torch.arange(2)[None, :, None, None], lines[:, None, :, None], columns[:, None, None, :]].float()
        grey, mask = cut[:, 0], cut[:, 1] / 255 - 0.5
        if generator is not None:
            n = len(rows)
            one = lambda: torch.rand(n, 1, 1, generator=generator)
            grey = 255 * (grey / 255).clamp(1e-3, 1) ** torch.exp((one() - 0.5) * 0.9)
            blurred = F.avg_pool2d(F.pad(grey[:, None], (1, 1, 1, 1), mode='replicate'), 3, 1)[:, 0]
            share = one() * (one() < 0.4)
            grey = grey * (1 - share) + blurred * share
            # light that falls off across the patch
            ramp = torch.linspace(-1, 1, self.side)
            grey = grey * (1 + (one() - 0.5) * 0.6 * ramp[None, None, :] + (one() - 0.5) * 0.4 * ramp[None, :, None])
            grey = grey + torch.randn(grey.shape, generator=generator) * one() * 9
        spread = grey.std((1, 2), keepdim=True) + 4
        return torch.stack([(grey - grey.mean((1, 2), keepdim=True)) / spread, mask], 1)

    def target(self, which, rows, right, down):
        """Where the joint lies from the moved patch's middle: points outward (forward) and down."""
        jitter = self.jitter[which][rows]
        return torch.stack([-(right + jitter[:, 0]), -(down + jitter[:, 1])], 1).float()


def fit_patch_network(patches, rows, epochs, seed, reach=5, batch=48, rate=3e-3):
    net = Net(4 if patches.is_pair else 2, seed, LARGE if patches.part['name'] in LARGE_PARTS else SMALL)
    generator = torch.Generator().manual_seed(seed)
    steps = (len(rows) + batch - 1) // batch
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * steps)
    rows = torch.as_tensor(rows)
    started, total = time.time(), 0.0
    for epoch in range(epochs):
        order = rows[torch.randperm(len(rows), generator=generator)]
        total = 0.0
        for b in range(steps):
            own = order[b * batch:(b + 1) * batch]
            move = lambda: torch.randint(-reach, reach + 1, (len(own),), generator=generator)
            shifts = [(move(), move()) for _ in range(patches.count)]
            cuts = [patches.cut(k, own, *shifts[k], generator) for k in range(patches.count)]
            targets = [patches.target(k, own, *shifts[k]) for k in range(patches.count)]
            if patches.is_pair:
                both = net(torch.cat([torch.cat([cuts[0], cuts[1]], 1), torch.cat([cuts[1], cuts[0]], 1)]))
                errors = [both[:len(own)] - targets[0], both[len(own):] - targets[1]]
                # What counts is the difference between the sides: their common error turns no line.
                loss = sum(F.smooth_l1_loss(e, torch.zeros_like(e)) for e in errors) + 3 * F.smooth_l1_loss(errors[0] - errors[1], torch.zeros_like(errors[0]))
            else:
                error = net(cuts[0]) - targets[0]
                loss = F.smooth_l1_loss(error, torch.zeros_like(error))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss)
    print(f'  {patches.view.view} {patches.part["name"]}: loss {total / steps:.3f} after {epochs} epochs on {len(rows)} bodies, {time.time() - started:.0f} s', flush=True)
    return net.eval()


def patch_offsets(patches, net, centres, shifts=((0, 0),)):
    """Where a network puts the joints of all photos, looking at patches whose middles lie nearest `centres`.

    @param centres: per place n x 2, in the frame.
    @returns: per place n x 2 points of the frame.
    """
    view = patches.view
    rows = torch.arange(len(view.names))
    moves, exact = [], []
    for k in range(patches.count):
        way = np.array([-1 if k == 1 else 1, -1], np.float32)
        truth = part_truth(view, patches.part, k)
        # The stored patch's middle is the truth moved by its jitter.
        wanted = (centres[k] - truth) * way / patches.unit - patches.jitter[k].numpy()
        whole = np.clip(np.round(wanted), -patches.margin + 1, patches.margin - 1)
        moves.append(torch.as_tensor(whole.astype(np.int64)))
        exact.append(truth)
    totals = [0.0] * patches.count
    with torch.no_grad():
        for dx, dy in shifts:
            moved = [(torch.clamp(m[:, 0] + dx, -8, 8), torch.clamp(m[:, 1] + dy, -8, 8)) for m in moves]
            cuts = [patches.cut(k, rows, *moved[k]) for k in range(patches.count)]
            inputs = [torch.cat([cuts[0], cuts[1]], 1), torch.cat([cuts[1], cuts[0]], 1)] if patches.is_pair else cuts
            for k in range(patches.count):
                found = (net(inputs[k]) - patches.target(k, rows, *moved[k])).numpy()
                totals[k] = totals[k] + found / len(shifts)
    return [exact[k] + totals[k] * patches.unit * np.array([-1 if k == 1 else 1, -1], np.float32) for k in range(patches.count)]


def part_truth(view, part, k):
    if 'between' in part:
        return (view.truth[:, view.index(part['between'][0])] + view.truth[:, view.index(part['between'][1])]) / 2
    return view.truth[:, view.index(part['places'][k])]


def part_centres(view, part, points):
    if 'between' in part:
        return [(points[:, view.index(part['between'][0])] + points[:, view.index(part['between'][1])]) / 2]
    return [points[:, view.index(name)] for name in part['places']]


# ---- all of it --------------------------------------------------------------------------------------------------------

def joined_inputs(view, linear, found):
    """What the last ridge sees: the linear part's places, and how far each patch network would move its own."""
    x = [linear.reshape(len(linear), -1)]
    partner = [np.array([2 * s + k for s in view.swap for k in (0, 1)])]
    sign = [np.tile([-1, 1], len(view.places))]
    at = 2 * len(view.places)
    for part, points in zip(view.layout['parts'], found):
        centres = part_centres(view, part, linear)
        for k in range(len(points)):
            x.append(points[k] - centres[k])
        order = [2, 3, 0, 1] if len(points) == 2 else [0, 1]
        partner.append(at + np.array(order))
        sign.append(np.tile([-1, 1], len(points)))
        at += 2 * len(points)
    return np.concatenate(x, 1).astype(np.float32), np.concatenate(partner), np.concatenate(sign).astype(np.float32)


SHIFTS = ((0, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))


def fit_view(view, test, epochs, seed, strengths=(1000.0, 30.0, 10.0)):
    bodies = sorted(set(view.names))
    number = {name: i for i, name in enumerate(bodies)}
    fold = np.array([number[name] % FOLDS for name in view.names])
    print(f'{view.view}: {len(view.names)} photos', flush=True)
    # In profiles one joint hides the other, and the network's features tell nothing that the outline does not.
    heads, held_heads = fit_heads(view, strengths[0]) if view.view != 'side' else (None, None)
    points = lambda of, offsets: None if heads is None else head_points(of, offsets)
    x, partner, sign = linear_inputs(view, points(view, held_heads))
    held = np.zeros_like(view.truth)
    for f in range(FOLDS):
        own = fold == f
        held[own] = Linear(view, x[~own], view.truth[~own], partner, sign, strengths[1])(x[own])
    linear = Linear(view, x, view.truth, partner, sign, strengths[1])
    show(view, 'linear cv', held)
    tested = None
    if test is not None:
        xt, _, _ = linear_inputs(test, points(test, heads and apply_heads(test, heads)))
        tested = linear(xt)
        show(test, 'linear test', tested)
    fitting = np.flatnonzero(fold != 0)
    joining = np.flatnonzero(fold == 0)
    nets, found, found_test = [], [], []
    for number_, part in enumerate(view.layout['parts']):
        patches = Patches(view, number_)
        net = fit_patch_network(patches, fitting, epochs, seed + number_)
        nets.append(net)
        found.append(patch_offsets(patches, net, part_centres(view, part, held), SHIFTS))
        if test is not None:
            found_test.append(patch_offsets(Patches(test, number_), net, part_centres(test, part, tested), SHIFTS))
    joined, jpartner, jsign = joined_inputs(view, held, found)
    y = view.truth - held
    sub = joined[joining]
    final = np.zeros_like(view.truth[joining])
    inner = np.arange(len(joining)) % FOLDS
    for f in range(FOLDS):
        own = inner == f
        final[own] = held[joining][own] + Linear(view, sub[~own], y[joining][~own], jpartner, jsign, strengths[2])(sub[own])
    join = Linear(view, sub, y[joining], jpartner, jsign, strengths[2])
    show(view, 'linear', held[joining], rows=joining)
    show(view, 'joined cv', final, rows=joining)
    if test is not None:
        jt, _, _ = joined_inputs(test, tested, found_test)
        show(test, 'joined test', tested + join(jt))
    margins = fit_margins(angles(view, consistent(view, final)), angles(view, consistent(view, held[joining])), angles(view, view.truth[joining]))
    return {'heads': heads, 'linear': linear, 'nets': nets, 'join': join, 'margins': margins, 'usual': usual_distance(linear, x)}


def usual_distance(linear, x):
    """How far from the middle of all bodies most of them lie: mean of squared standard scores, each at most 25."""
    distance = np.minimum(((x - linear.mean) * linear.scale) ** 2, 25).mean(1)
    return round(float(np.quantile(distance, FULL[linear.view.view])), 3)


def fit_margins(found, coarse, real):
    """Half widths of 90 % intervals, degrees: a base, and a part of how far the patches moved the metric.

    The slope is taken where it narrows the intervals most on average; the base then makes 90 % of the errors lie inside.
    """
    margins = {}
    for name in found:
        error, moved = np.abs(found[name] - real[name]), np.abs(found[name] - coarse[name])
        choices = []
        for slope in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8):
            base = max(0.05, float(np.quantile(error - slope * moved, 0.9)))
            choices.append((float(np.mean(base + slope * moved)), base, slope))
        _, base, slope = min(choices)
        margins[name] = {'base': round(base, 4), 'slope': slope}
    return margins


# ---- the file ---------------------------------------------------------------------------------------------------------

class Writer:
    def __init__(self):
        self.tensors, self.body = [], b''

    def put(self, name, values, kind='f32'):
        values = np.ascontiguousarray(values, np.float32)
        entry = {'name': name, 'shape': list(values.shape), 'type': kind, 'at': len(self.body)}
        if kind == 'i8':
            flat = values.reshape(values.shape[0], -1)
            factor = np.maximum(np.abs(flat).max(1), 1e-12) / 127
            whole = np.rint(flat / factor[:, None]).astype(np.int8)
            data = factor.astype('<f4').tobytes() + whole.tobytes()
        else:
            data = values.astype('<f4').tobytes()
        self.body += data + b'\0' * (-len(data) % 4)
        self.tensors.append(entry)

    def write(self, file, header):
        text = json.dumps({**header, 'tensors': self.tensors}, separators=(',', ':')).encode()
        text += b' ' * (-len(text) % 4)
        with open(file, 'wb') as out:
            out.write(struct.pack('<I', len(text)) + text + self.body)
        return 4 + len(text) + len(self.body)


def put_view(writer, view, fitted):
    name = view.view
    heads = fitted['heads']
    if heads is not None:
        writer.put(f'{name}.channels.mean', heads['mean'])
        writer.put(f'{name}.channels.scale', heads['scale'])
        fits = [heads['heads'][index] for index in range(len(view.head_sites))]
        writer.put(f'{name}.heads.weight', np.concatenate([w.T for w, _ in fits]), 'i8')
        writer.put(f'{name}.heads.bias', np.concatenate([b for _, b in fits]))
    for part in ('linear', 'join'):
        fit = fitted[part]
        writer.put(f'{name}.{part}.mean', fit.mean)
        writer.put(f'{name}.{part}.scale', fit.scale)
        writer.put(f'{name}.{part}.weight', fit.weights.T, 'i8')
        writer.put(f'{name}.{part}.bias', fit.bias)
    for part, net in zip(view.layout['parts'], fitted['nets']):
        for layer, values in net.state_dict().items():
            kind = 'i8' if layer.endswith('weight') else 'f32'
            writer.put(f'{name}.{part["name"]}.{layer}', values.numpy(), kind)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--test')
    parser.add_argument('--model', default='full')
    parser.add_argument('--epochs', type=int, help='of the patch networks; as a rule 180 in front and back, 150 in side photos')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--views', default='front,side,back')
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get('OMP_NUM_THREADS', '2')))
    writer, header = Writer(), {'format': 1, 'model': options.model, 'views': {}}
    for name in options.views.split(','):
        view = View(options.data, name)
        test = View(options.test, name) if options.test else None
        fitted = fit_view(view, test, options.epochs or EPOCHS[name], options.seed)
        put_view(writer, view, fitted)
        header['views'][name] = {'margins': fitted['margins'], 'usual': fitted['usual'], 'photos': len(view.names)}
    size = writer.write(options.out, header)
    print(f'{options.out}: {size} bytes')


if __name__ == '__main__':
    main()
