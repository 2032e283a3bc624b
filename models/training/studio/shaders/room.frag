#version 330
// Traces the empty room: boxes and balls, soft sky and one soft key light.
uniform vec3 eye;
uniform mat3 axes;          // rows: right, down, away
uniform vec2 size;
uniform float focal;
uniform int n_things;
uniform vec4 middle[96];    // xyz, turn about z
uniform vec4 extent[96];    // half sizes; w 0 box, 1 ellipsoid, 2 upright cylinder
uniform vec4 paint[96];     // linear colour, material
uniform vec3 key_direction;
uniform vec3 key_colour;
uniform int samples;
uniform float seed;
layout(location = 0) out vec4 ambient_out;
layout(location = 1) out vec4 direct_out;
layout(location = 2) out vec4 place_out;
layout(location = 3) out vec4 normal_out;

float state;
float random() {
    state = fract(state * 0.61803398875 + 0.7548776662);
    float x = fract(sin(state * 917.13 + seed * 31.7) * 43758.5453);
    state = fract(state + x);
    return x;
}

vec3 turned(vec3 v, float a) {
    float c = cos(a), s = sin(a);
    return vec3(c * v.x + s * v.y, -s * v.x + c * v.y, v.z);
}

float meet(int i, vec3 o, vec3 d, out vec3 n) {
    float a = middle[i].w;
    vec3 lo = o - middle[i].xyz, ld = d;
    if (a != 0.0) { lo = turned(lo, a); ld = turned(ld, a); }
    vec3 e = extent[i].xyz;
    float t = -1.0;
    if (extent[i].w < 0.5) {
        vec3 inv = 1.0 / ld;
        vec3 t0 = (-e - lo) * inv, t1 = (e - lo) * inv;
        vec3 near = min(t0, t1), far = max(t0, t1);
        float a0 = max(max(near.x, near.y), near.z), a1 = min(min(far.x, far.y), far.z);
        if (a0 > a1 || a0 < 1e-4) return -1.0;
        t = a0;
        n = -sign(ld) * step(near.yzx, near.xyz) * step(near.zxy, near.xyz);
    } else if (extent[i].w < 1.5) {
        vec3 oo = lo / e, dd = ld / e;
        float A = dot(dd, dd), B = dot(oo, dd), C = dot(oo, oo) - 1.0;
        float disc = B * B - A * C;
        if (disc < 0.0) return -1.0;
        t = (-B - sqrt(disc)) / A;
        if (t < 1e-4) return -1.0;
        n = normalize((oo + t * dd) / e);
    } else {
        vec2 oo = lo.xy / e.xy, dd = ld.xy / e.xy;
        float A = dot(dd, dd), B = dot(oo, dd), C = dot(oo, oo) - 1.0;
        float disc = B * B - A * C;
        if (disc < 0.0) return -1.0;
        t = (-B - sqrt(disc)) / A;
        float z = lo.z + t * ld.z;
        n = normalize(vec3((oo + t * dd) / e.xy, 0.0));
        if (t < 1e-4 || abs(z) > e.z) {
            t = (sign(lo.z) * e.z - lo.z) / ld.z;
            vec2 q = oo + t * dd;
            if (t < 1e-4 || dot(q, q) > 1.0) return -1.0;
            n = vec3(0.0, 0.0, sign(lo.z));
        }
    }
    n = a != 0.0 ? turned(n, -a) : n;
    return t;
}

int nearest(vec3 o, vec3 d, out float t, out vec3 n) {
    int hit = -1;
    t = 1e9;
    for (int i = 0; i < n_things; i++) {
        vec3 m;
        float s = meet(i, o, d, m);
        if (s > 0.0 && s < t) { t = s; n = m; hit = i; }
    }
    return hit;
}

bool blocked(vec3 o, vec3 d, float reach) {
    for (int i = 0; i < n_things; i++) {
        vec3 m;
        float s = meet(i, o, d, m);
        if (s > 0.0 && s < reach && paint[i].w != 4.0) return true;
    }
    return false;
}

float hash(vec2 p) { return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453); }
float value(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x),
               mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}

vec3 surface(int i, vec3 p, vec3 n, out vec3 glow) {
    vec3 c = paint[i].rgb;
    float material = paint[i].w;
    vec3 q = turned(p - middle[i].xyz, middle[i].w);
    glow = vec3(0.0);
    if (material == 1.0) {                       // planks along y
        float row = floor(p.x / 0.145);
        float along = p.y / 1.35 + hash(vec2(row, 3.0));
        float board = hash(vec2(row, floor(along)));
        float grain = value(vec2(p.x * 90.0 + board * 50.0, p.y * 3.5)) * 0.6
                    + value(vec2(p.x * 260.0, p.y * 9.0)) * 0.4;
        c *= 0.80 + 0.30 * board + 0.16 * (grain - 0.5);
        float gap = min(abs(fract(p.x / 0.145) - 0.0), 1.0 - fract(p.x / 0.145)) * 0.145;
        float end = min(fract(along), 1.0 - fract(along)) * 1.35;
        c *= 0.55 + 0.45 * smoothstep(0.0005, 0.003, min(gap, end));
    } else if (material == 2.0) {                // painted wall
        c *= 0.98 + 0.04 * value(p.xz * 3.0 + p.y) ;
    } else if (material == 3.0) {                // an abstract picture
        vec2 u = vec2(q.x / extent[i].x, q.z / extent[i].z);
        c = vec3(0.80, 0.76, 0.68);
        float hill = -0.25 + 0.22 * sin(u.x * 2.3 + 0.6 + middle[i].x) ;
        if (length((u - vec2(0.35, 0.35)) * vec2(extent[i].x / extent[i].z, 1.0)) < 0.27) c = vec3(0.80, 0.30, 0.12);
        if (u.y < hill) c = vec3(0.10, 0.24, 0.28);
        if (u.y < hill - 0.28 + 0.18 * sin(u.x * 4.0)) c = vec3(0.45, 0.50, 0.38);
        if (max(abs(u.x), abs(u.y)) > 0.84) c = vec3(0.86);
    } else if (material == 4.0) {                // window pane: sky, trees
        vec2 u = vec2(p.x + p.y, p.z);
        vec3 sky = mix(vec3(0.95, 0.98, 1.0), vec3(0.55, 0.75, 1.0), smoothstep(1.2, 2.4, p.z));
        float tree = 1.25 + 0.35 * value(u * vec2(2.2, 0.0)) + 0.10 * value(u * vec2(9.0, 5.0)) + 0.05 * value(u * 25.0);
        sky = mix(vec3(0.20, 0.34, 0.14) * (0.55 + 0.5 * value(u * 7.0) + 0.4 * value(u * 19.0)), sky, smoothstep(tree - 0.03, tree + 0.03, p.z));
        glow = sky * 1.25;
        c = vec3(0.0);
    } else if (material == 5.0) {                // exercise mat
        c *= 0.92 + 0.16 * value(p.xy * 240.0);
        vec2 away = extent[i].xy - abs(q.xy);
        c = mix(c * 1.35, c, smoothstep(0.020, 0.023, min(away.x, away.y)));
    } else if (material == 6.0) {                // woven cloth
        c *= 0.86 + 0.28 * value(vec2(q.x + q.y * 0.7, q.z + q.y * 0.7) * 160.0);
    } else if (material == 7.0) {                // wood
        c *= 0.82 + 0.36 * value(vec2((q.x + q.y) * 4.0, q.z * 70.0));
    } else if (material == 8.0) {                // lamp shade
        glow = c * 0.55;
    } else if (material == 9.0) {                // leaf
        c *= 0.6 + 0.7 * value(q.xz * 40.0);
    }
    return c;
}

vec3 around(vec3 n) {
    float z = 2.0 * random() - 1.0, a = 6.2831853 * random();
    return normalize(n + 0.999 * vec3(sqrt(1.0 - z * z) * vec2(cos(a), sin(a)), z));
}

void main() {
    vec2 pixel = vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
    state = hash(pixel + seed);
    vec3 ambient = vec3(0.0), direct = vec3(0.0), place = vec3(0.0), normal = vec3(0.0);
    for (int k = 0; k < samples; k++) {
        vec2 at = pixel - 0.5 + vec2(random(), random());
        vec3 d = normalize(transpose(axes) * vec3((at - size / 2.0) / focal, 1.0));
        float t; vec3 n;
        int hit = nearest(eye, d, t, n);
        if (hit < 0) { ambient += vec3(0.7); continue; }
        vec3 p = eye + t * d, glow;
        vec3 c = surface(hit, p, n, glow);
        if (k == 0) { place = p; normal = n; }
        vec3 o = p + n * 0.002;
        float lambert = max(dot(n, key_direction), 0.0);
        vec3 soft = normalize(key_direction + 0.16 * (vec3(random(), random(), random()) * 2.0 - 1.0));
        if (lambert > 0.0 && !blocked(o, soft, 3.0)) direct += c * key_colour * lambert;
        vec3 sky = vec3(0.0);
        for (int j = 0; j < 2; j++) {
            vec3 out_dir = around(n), m, unused;
            float s;
            int other = nearest(o, out_dir, s, m);
            float open = other < 0 ? 1.0 : smoothstep(0.0, 1.5, s);
            vec3 bounce = other < 0 ? vec3(1.0) : paint[other].rgb * 0.55;
            if (other >= 0 && paint[other].w == 4.0) { bounce = vec3(1.6, 1.75, 2.0); open = 1.0; }
            sky += mix(bounce * 0.5, vec3(0.62, 0.61, 0.60), open) * 0.5;
        }
        ambient += c * sky + glow;
        if (paint[hit].w == 1.0) {               // polish of the floor
            vec3 r = reflect(d, n) + 0.05 * (vec3(random(), random(), random()) - 0.5), m, g;
            float s;
            int other = nearest(o, normalize(r), s, m);
            float fresnel = 0.03 + 0.25 * pow(1.0 + dot(d, n), 4.0);
            if (other >= 0) { vec3 oc = surface(other, o + s * r, m, g); ambient += fresnel * (oc * 0.5 + g); }
        }
    }
    ambient_out = vec4(ambient / float(samples), 1.0);
    direct_out = vec4(direct / float(samples), 1.0);
    place_out = vec4(place, 1.0);
    normal_out = vec4(normal, 1.0);
}
