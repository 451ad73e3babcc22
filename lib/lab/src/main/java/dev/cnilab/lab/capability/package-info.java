/** What a pod network can do, found by trying it: policy, encapsulation, ranges, encryption. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.capability;
