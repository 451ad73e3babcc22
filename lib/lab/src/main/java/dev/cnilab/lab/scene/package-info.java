/** The cluster as the steps see it: their starting state, and expectations that several share. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.scene;
