@NullMarked
package dev.hearth.cli.client;

import org.jspecify.annotations.NullMarked;
