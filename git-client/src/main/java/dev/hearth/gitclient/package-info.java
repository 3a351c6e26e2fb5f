/**
 * How the farm talks to Git hosts: which it talks to, with what credentials, and what went wrong.
 */
@NullMarked
package dev.hearth.gitclient;

import org.jspecify.annotations.NullMarked;
