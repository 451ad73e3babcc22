/**
 * The capabilities of a pod network, found by testing: policy, encapsulation, ranges, encryption.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.capability;
