#version 330
#include scene.glsl
// Light that reaches the surfaces of the room, traced with RAYS rays a pixel.
uniform sampler2D paint;
uniform sampler2D shape;
uniform int n_things;
uniform vec4 middle[64];    // xyz, turn about z
uniform vec4 extent[64];    // half sizes; 0 box, 1 ellipsoid, 2 upright cylinder
uniform vec4 tint[64];      // linear colour; 1 throws shadows, 2 shines
uniform float step_size;    // samples of the surfaces a sample of the light along one axis
uniform float samples;      // of the surfaces a pixel along one axis
uniform float softness;     // of the key light
layout(location = 0) out vec4 light_out;     // from all round; share of the key light
layout(location = 1) out vec4 mirror_out;    // what a polished floor shows

vec2 shift;
vec2 random(int k) { return fract(shift + float(k) * vec2(0.7548776662, 0.5698402910)); }

vec3 turned(vec3 v, float a) {
    float c = cos(a), s = sin(a);
    return vec3(c * v.x + s * v.y, -s * v.x + c * v.y, v.z);
}

float meet(int i, vec3 o, vec3 d) {
    float a = middle[i].w;
    vec3 lo = o - middle[i].xyz, ld = d;
    if (a != 0.0) { lo = turned(lo, a); ld = turned(ld, a); }
    vec3 e = extent[i].xyz;
    if (extent[i].w > 0.5 && extent[i].w < 1.5) {
        vec3 oo = lo / e, dd = ld / e;
        float A = dot(dd, dd), B = dot(oo, dd), C = dot(oo, oo) - 1.0;
        float disc = B * B - A * C;
        return disc < 0.0 ? -1.0 : (-B - sqrt(disc)) / A;
    }
    vec3 inv = 1.0 / ld;
    vec3 t0 = (-e - lo) * inv, t1 = (e - lo) * inv;
    vec3 near = min(t0, t1), far = max(t0, t1);
    float first = max(max(near.x, near.y), near.z), last = min(min(far.x, far.y), far.z);
    return first > last || first < 1e-4 ? -1.0 : first;
}

int nearest(vec3 o, vec3 d, out float t) {
    int hit = -1;
    t = 1e9;
    for (int i = 0; i < n_things; i++) {
        float s = meet(i, o, d);
        if (s > 0.0 && s < t) { t = s; hit = i; }
    }
    return hit;
}

float key_light(vec3 o, vec3 d) {
    float first = 3.0, lit = 1.0;
    for (int i = 0; i < n_things; i++) {
        if (tint[i].w < 0.5) continue;
        float s = meet(i, o, d);
        if (s > 0.0 && s < first) { first = s; lit = tint[i].w > 1.5 ? 1.0 : 0.0; }
    }
    return lit;
}

vec3 shown(int i) {
    return tint[i].rgb * (tint[i].w > 1.5 ? 1.0 : 0.55);
}

void main() {
    ivec2 p = min(ivec2(gl_FragCoord.xy * step_size), textureSize(shape, 0) - 1);
    vec4 here = texelFetch(shape, p, 0);
    float kind = texelFetch(paint, p, 0).a;
    light_out = vec4(0.0, 0.0, 0.0, 1.0);
    mirror_out = vec4(0.0);
    if (kind > 0.75) return;
    vec3 n = here.xyz;
    vec2 off = ((vec2(p) + 0.5) / samples - vec2(right.w, down.w)) / eye.w;
    vec3 d = away.xyz + off.x * right.xyz + off.y * down.xyz;
    vec3 o = eye.xyz + here.w * d + n * 0.003;
    shift = vec2(hash(gl_FragCoord.xy), hash(gl_FragCoord.yx + 17.0));
    float key = 0.0;
    vec3 soft = vec3(0.0);
    for (int k = 0; k < RAYS; k++) {
        vec2 r = random(k);
        float z = 2.0 * r.x - 1.0, a = 6.2831853 * r.y;
        vec3 ball = vec3(sqrt(1.0 - z * z) * vec2(cos(a), sin(a)), z);
        float t;
        int other = nearest(o, normalize(n + 0.999 * ball), t);
        if (other < 0) { soft += 1.2 * sky.rgb; continue; }
        float open = tint[other].w > 1.5 ? 1.0 : smoothstep(0.0, 1.5, t);
        vec3 far = tint[other].w > 1.5 ? tint[other].rgb : 1.2 * sky.rgb;
        soft += mix(shown(other) * 0.8 * sky.rgb, far, open);
    }
    for (int k = 0; k < KEY_RAYS; k++) {
        vec2 r = random(k + 5);
        vec3 jitter = vec3(r, fract(r.x + r.y + 0.37 * float(k))) * 2.0 - 1.0;
        key += key_light(o, normalize(key_direction.xyz + softness * jitter));
    }
    light_out = vec4(soft / float(RAYS), key / float(KEY_RAYS));
    if (kind > 0.25) {
        vec3 seen = normalize(d);
        vec2 r = random(3) - 0.5;
        float t;
        int other = nearest(o, normalize(reflect(seen, n) + 0.05 * vec3(r, r.x - r.y)), t);
        float fresnel = 0.03 + 0.25 * pow(1.0 + dot(seen, n), 4.0);
        vec3 glow = other < 0 ? sky.rgb : tint[other].w > 1.5 ? tint[other].rgb : tint[other].rgb * sky.rgb;
        mirror_out = vec4(fresnel * glow, 1.0);
    }
}
