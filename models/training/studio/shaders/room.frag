#version 330
#include scene.glsl
// What the surfaces of the room are made of. MATERIAL: number of the material in room.py.
in vec3 facing;
in vec3 q;
in float away_from_lens;
flat in vec3 colour;
flat in vec3 other;
flat in vec4 span;
uniform sampler2D poster;
layout(location = 0) out vec4 paint_out;   // colour; 0 paint, 0.5 polished paint, 1 light
layout(location = 1) out vec4 shape_out;   // normal; distance along the camera's axis

float rim(vec2 cell, float width, float soft) {
    vec2 edge = min(cell, 1.0 - cell);
    return smoothstep(width, width + soft, min(edge.x, edge.y));
}

// Coordinates on the surface, metres: across and up, whichever way it faces.
vec2 across() {
    vec3 n = abs(facing);
    if (n.z > 0.7) return q.xy;
    return vec2(span.x > span.y ? q.x : q.y, q.z);
}

void main() {
    vec3 c = colour;
    float kind = 0.0;
    vec2 u = across();
#if MATERIAL == PLANKS
    float row = floor(q.x / 0.145);
    float along = q.y / 1.35 + hash(vec2(row, 3.0));
    float board = hash(vec2(row, floor(along)));
    float grain = value(vec2(q.x * 90.0 + board * 50.0, q.y * 3.5)) * 0.6
                + value(vec2(q.x * 260.0, q.y * 9.0)) * 0.4;
    c *= 0.80 + 0.30 * board + 0.16 * (grain - 0.5);
    float gap = min(fract(q.x / 0.145), 1.0 - fract(q.x / 0.145)) * 0.145;
    float end = min(fract(along), 1.0 - fract(along)) * 1.35;
    c *= 0.55 + 0.45 * smoothstep(0.0005, 0.003, min(gap, end));
    kind = 0.5;
#elif MATERIAL == WALL
    c *= 0.98 + 0.04 * value(u * 3.0);
#elif MATERIAL == PICTURE
    vec2 v = vec2(q.x / span.x, q.z / span.z);
    c = vec3(0.80, 0.76, 0.68);
    float hill = -0.25 + 0.22 * sin(v.x * 2.3 + 0.6 + span.w);
    if (length((v - vec2(0.35, 0.35)) * vec2(span.x / span.z, 1.0)) < 0.27) c = other;
    if (v.y < hill) c = colour;
    if (v.y < hill - 0.28 + 0.18 * sin(v.x * 4.0)) c = vec3(0.45, 0.50, 0.38);
    if (max(abs(v.x), abs(v.y)) > 0.84) c = vec3(0.86);
#elif MATERIAL == WINDOW
    // sky over trees; other.r: how bright, other.g: how dark it is outside
    vec2 w = vec2(u.x, u.y + 1.55);
    vec3 sky = mix(vec3(0.95, 0.98, 1.0), vec3(0.55, 0.75, 1.0), smoothstep(1.2, 2.4, w.y));
    float tree = 1.25 + 0.35 * value(w * vec2(2.2, 0.0)) + 0.10 * value(w * vec2(9.0, 5.0))
               + 0.05 * value(w * 25.0);
    sky = mix(vec3(0.20, 0.34, 0.14) * (0.55 + 0.5 * value(w * 7.0) + 0.4 * value(w * 19.0)), sky,
              smoothstep(tree - 0.03, tree + 0.03, w.y));
    c = colour * sky * other.r;
    kind = 1.0;
#elif MATERIAL == MAT
    c *= 0.92 + 0.16 * value(q.xy * 240.0);
    vec2 edge = span.xy - abs(q.xy);
    c = mix(c * 1.35, c, smoothstep(0.020, 0.023, min(edge.x, edge.y)));
#elif MATERIAL == CLOTH
    c *= 0.86 + 0.28 * value(vec2(q.x + q.y * 0.7, q.z + q.y * 0.7) * 160.0);
#elif MATERIAL == WOOD
    c *= 0.82 + 0.36 * value(vec2((q.x + q.y) * 4.0, q.z * 70.0));
#elif MATERIAL == LAMP
    c *= other.r;
    kind = 1.0;
#elif MATERIAL == LEAF
    c *= 0.6 + 0.7 * value(q.xz * 40.0 / span.w);
#elif MATERIAL == STRIPES
    c = mix(c, other, smoothstep(0.48, 0.52, abs(fract(u.x / span.w) * 2.0 - 1.0)));
#elif MATERIAL == DOTS
    vec2 cell = u / span.w;
    cell.x += 0.5 * mod(floor(cell.y), 2.0);
    c = mix(other, c, smoothstep(0.20, 0.24, length(fract(cell) - 0.5)));
#elif MATERIAL == LEAVES
    vec2 cell = u / span.w;
    cell.x += 0.5 * mod(floor(cell.y), 2.0);
    vec2 f = fract(cell) - 0.5;
    float turn = 6.28 * hash(floor(cell));
    f = mat2(cos(turn), -sin(turn), sin(turn), cos(turn)) * f;
    float petal = 0.22 + 0.14 * cos(5.0 * atan(f.y, f.x));
    c = mix(other, c, smoothstep(petal - 0.03, petal + 0.03, length(f)));
    c *= 0.97 + 0.05 * value(u * 60.0);
#elif MATERIAL == BRICKS
    vec2 cell = u / vec2(0.22, 0.075);
    cell.x += 0.5 * mod(floor(cell.y), 2.0);
    vec2 f = fract(cell);
    float joint = smoothstep(0.03, 0.05, min(f.x, 1.0 - f.x))
                * smoothstep(0.08, 0.13, min(f.y, 1.0 - f.y));
    c *= 0.75 + 0.4 * hash(floor(cell)) + 0.2 * (value(u * 90.0) - 0.5);
    c = mix(other, c, joint);
#elif MATERIAL == TILES
    c = mix(other, c * (0.93 + 0.12 * hash(floor(u / span.w))), rim(fract(u / span.w), 0.008, 0.006));
    kind = 0.5;
#elif MATERIAL == CONCRETE
    c *= 0.80 + 0.22 * value(u * 1.7) + 0.12 * value(u * 9.0) + 0.10 * value(u * 120.0);
#elif MATERIAL == GRASS
    c *= 0.55 + 0.35 * value(u * 0.9) + 0.30 * value(u * 7.0) + 0.5 * value(u * vec2(90.0, 60.0));
#elif MATERIAL == CARPET
    vec2 v = q.xy / span.xy;
    float ring = max(abs(v.x), abs(v.y));
    c = mix(c, other, step(0.80, ring) * step(ring, 0.86));
    vec2 cell = fract(u / span.w) - 0.5;
    c = mix(c, other, 0.7 * step(abs(cell.x) + abs(cell.y), 0.22) * step(ring, 0.76));
    c *= 0.85 + 0.3 * value(u * 220.0);
#elif MATERIAL == POSTER
    c = texture(poster, vec2(0.5 + 0.5 * q.x / span.x, 0.5 - 0.5 * q.z / span.z)).rgb;
    c = 0.8 * c * c;
#elif MATERIAL == BOOKS
    vec2 cell = u / vec2(0.032, 0.30);
    float which = hash(floor(cell) + span.w);
    c = mix(colour, other, which) * (0.35 + 0.9 * hash(floor(cell) + 7.0));
    float top = 0.62 + 0.30 * hash(floor(cell) + 3.0);
    c *= smoothstep(0.0, 0.12, fract(cell.x)) * step(fract(cell.y), top);
#elif MATERIAL == RUBBER
    c = mix(c, other, 0.25 * step(0.86, noise1(vec3(floor(u * 130.0), 1.0))));
#endif
    paint_out = vec4(c, kind);
    shape_out = vec4(normalize(facing), away_from_lens);
}
