/** What can be wrong with a node's pod network: how it is caused and detected. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.nodefault;
