#version 330
in vec3 at;
in vec3 facing;
in vec3 rest;
in vec4 marks;
in float inside;

void main() {
    if (inside < 0.0) discard;
}
