// What all shaders of one picture share; linear RGB, metres, world axes.
layout(std140) uniform Scene {
    mat4 projection;      // world to the picture, first row at the top
    mat4 sun_matrix;      // world to the light's picture, 0..1
    vec4 eye;             // the lens; w: pixels a radian
    vec4 right;           // axes of the camera; w: half the width in pixels
    vec4 down;            // w: half the height in pixels
    vec4 away;
    vec4 key_direction;   // towards the light; w: 1 if it throws shadows on the room
    vec4 key_colour;      // w: exposure
    vec4 sky;             // light from above; w: number of balls
    vec4 ground;          // light from below
    vec4 fill;            // direction of a weak second light; w: strength
    vec4 balls[40];       // middles about joints, radius: they keep light away
};

float noise1(vec3 p) {
    return fract(sin(dot(p, vec3(12.9898, 78.233, 37.719))) * 43758.5453);
}

float hash(vec2 p) { return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453); }

float value(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x),
               mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}

float ball_occlusion(vec3 p, vec3 n, float strength) {
    float open = 1.0;
    int count = int(sky.w);
    for (int i = 0; i < count; i++) {
        vec3 d = balls[i].xyz - p;
        float l2 = dot(d, d);
        float r2 = balls[i].w * balls[i].w;
        float c = clamp(dot(n, d) * inversesqrt(l2), 0.0, 1.0);
        open *= 1.0 - strength * clamp(c * r2 / max(l2, r2), 0.0, 1.0);
    }
    return open;
}

vec3 finish(vec3 c) {
    c *= key_colour.w;
    c = (c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14);
    return pow(clamp(c, 0.0, 1.0), vec3(1.0 / 2.2));
}
