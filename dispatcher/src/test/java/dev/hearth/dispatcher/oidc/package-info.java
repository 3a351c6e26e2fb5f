@NullMarked
package dev.hearth.dispatcher.oidc;

import org.jspecify.annotations.NullMarked;
