/** What the lines that somebody typed during an incident were worth. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.duty.worth;
