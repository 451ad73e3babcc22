/** The cluster as the steps see it: what they start from, and what several of them expect. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.scene;
