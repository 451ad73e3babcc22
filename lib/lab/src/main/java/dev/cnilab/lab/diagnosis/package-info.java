/**
 * What is wrong with a cluster's pod network. Everything a person could look at is gathered once,
 * into a picture; small detectors read it, and none of them knows how anything came about.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis;
