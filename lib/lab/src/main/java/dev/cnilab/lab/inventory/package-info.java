/** What the course has left in the cluster and on its nodes, and what of it is gone again. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.inventory;
