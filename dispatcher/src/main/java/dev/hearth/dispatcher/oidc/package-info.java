/** Logging in by an OpenID provider, as GitLab is one. */
@NullMarked
package dev.hearth.dispatcher.oidc;

import org.jspecify.annotations.NullMarked;
