/**
 * What is built, and how: projects, the rules that a project must keep, and the tags that its
 * images get.
 */
@NullMarked
package dev.hearth.dispatcher.projects;

import org.jspecify.annotations.NullMarked;
