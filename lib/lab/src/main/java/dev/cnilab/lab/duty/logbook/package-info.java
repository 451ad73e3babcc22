/** What a person on call has done so far, and what they practise next. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.duty.logbook;
