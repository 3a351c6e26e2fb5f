@NullMarked
package dev.hearth.agent.http;

import org.jspecify.annotations.NullMarked;
