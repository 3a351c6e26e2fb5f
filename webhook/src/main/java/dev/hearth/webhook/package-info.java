/**
 * Git hosts' hooks, read into one {@link dev.hearth.webhook.PushEvent}. A library without state or
 * threads: whoever takes the request in checks the secret and remembers the delivery.
 */
@NullMarked
package dev.hearth.webhook;

import org.jspecify.annotations.NullMarked;
