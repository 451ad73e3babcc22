/** What a person on call has done so far, and what to practice next. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.oncall.logbook;
