/** The routes for Git hosts: who may tell us of a push, and which projects it concerns. */
@NullMarked
package dev.hearth.dispatcher.hooks;

import org.jspecify.annotations.NullMarked;
