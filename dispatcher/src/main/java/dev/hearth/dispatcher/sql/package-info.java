/**
 * What is configured and what has happened, in SQL: SQLite here, and nothing in it that PostgreSQL
 * does not understand.
 */
@NullMarked
package dev.hearth.dispatcher.sql;

import org.jspecify.annotations.NullMarked;
