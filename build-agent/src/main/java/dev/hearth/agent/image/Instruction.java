package dev.hearth.agent.image;

/**
 * One instruction of a Dockerfile.
 *
 * @param line on which it begins, from 1
 * @param keyword in upper case
 * @param rest what follows, continued lines joined
 */
record Instruction(int line, String keyword, String rest) {
  String text() {
    return rest.isEmpty() ? keyword : keyword + " " + rest;
  }
}
