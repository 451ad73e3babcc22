/** The worth of the lines that somebody typed during an incident. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.oncall.worth;
