/** The programs behind {@code ./lab node}, {@code ./lab diagnose} and {@code ./lab oncall}. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.cli;
