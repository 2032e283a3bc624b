#version 330
#include scene.glsl
// A corner of a thing of the room.
in vec3 position;
in vec3 normal;
in vec3 local;      // about the thing's middle, in its own axes
in vec3 paint;
in vec3 second;
in vec4 extent;     // half sizes; size of the pattern
out vec3 facing;
out vec3 q;
out float away_from_lens;
flat out vec3 colour;
flat out vec3 other;
flat out vec4 span;

void main() {
    facing = normal;
    q = local;
    colour = paint;
    other = second;
    span = extent;
    away_from_lens = dot(position - eye.xyz, away.xyz);
    gl_Position = projection * vec4(position, 1.0);
}
