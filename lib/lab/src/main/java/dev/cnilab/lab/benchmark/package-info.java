/** Programs on call: what they are given, how they answer, and how they are judged. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.benchmark;
