/** StatefulSets: pods with a name, an ordinal, and claims of their own. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.stateful;
