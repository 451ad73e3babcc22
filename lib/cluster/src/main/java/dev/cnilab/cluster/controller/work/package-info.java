/**
 * What every controller is made of: a loop that is given the keys of objects that may need work,
 * the owner references between objects, and the context they run in. A controller keeps no state of
 * an object; it reads what there is and does the next step.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.work;
