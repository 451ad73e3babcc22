/**
 * What every controller is made of: a loop that receives the keys of objects that may need work,
 * the owner references between objects, and the controllers' context. A controller keeps no state
 * of an object; it reads the present state and takes the next step.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.work;
