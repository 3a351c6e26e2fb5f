/** The stages of an attempt on real parts: checkout, compile, image, push. */
@NullMarked
package dev.hearth.agent.pipeline;

import org.jspecify.annotations.NullMarked;
