/** The Deployment controller: rolls a new template out, replica set by replica set. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.deployment;
