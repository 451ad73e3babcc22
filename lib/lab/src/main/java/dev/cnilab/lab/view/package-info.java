/**
 * The appearance of results: parts in reading order, written as HTML for a notebook and as plain
 * text for a terminal. Nothing depends on color: every tone also has a sign and a word.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.view;
