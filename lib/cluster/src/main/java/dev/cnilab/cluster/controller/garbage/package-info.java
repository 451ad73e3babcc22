/** What is deleted because something else was: dependents, namespaces' contents, lost pods. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.garbage;
