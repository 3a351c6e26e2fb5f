@NullMarked
package dev.hearth.gitclient;

import org.jspecify.annotations.NullMarked;
