#version 330
#include scene.glsl
// Places a skinned vertex in the picture.
in vec3 position;
in vec3 normal;
in vec3 at_rest;
in vec4 feature;
in float edge;
in float limb;
out vec3 at;
out vec3 facing;
out vec3 rest;
out vec4 marks;
out float inside;
out vec3 sun;
out vec3 soft;             // light from all round
flat out float owner;

void main() {
    vec3 n = normalize(normal);
    at = position;
    facing = n;
    rest = at_rest;
    marks = feature;
    inside = edge;
    owner = limb;
    sun = (sun_matrix * vec4(position + n * 0.012, 1.0)).xyz;
    float open = ball_occlusion(position + n * 0.02, n, 0.35);
    float second = 0.5 + 0.5 * dot(n, fill.xyz);
    soft = (mix(ground.rgb, sky.rgb, 0.5 + 0.5 * n.z) + fill.w * second * second) * open;
    gl_Position = projection * vec4(position, 1.0);
}
