/**
 * What a result looks like: parts in the order they are read, written as HTML for a notebook and as
 * plain text for a terminal. Nothing here depends on colour: a tone is always also a sign and a
 * word.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.view;
