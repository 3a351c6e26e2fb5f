/**
 * The HTTP server: a virtual thread for each request, bounds, and one place that turns exceptions
 * into statuses.
 */
@NullMarked
package dev.hearth.dispatcher.http;

import org.jspecify.annotations.NullMarked;
