/** Programs on call: their input, their answers, and their scores. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.benchmark;
