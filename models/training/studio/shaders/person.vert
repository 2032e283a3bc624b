#version 330
// Places a skinned vertex in the picture, or in the light's picture.
uniform mat4 projection;
in vec3 position;
in vec3 normal;
in vec3 at_rest;
in vec4 feature;
in float edge;
out vec3 at;
out vec3 facing;
out vec3 rest;
out vec4 marks;
out float inside;

void main() {
    at = position;
    facing = normal;
    rest = at_rest;
    marks = feature;
    inside = edge;
    gl_Position = projection * vec4(position, 1.0);
}
