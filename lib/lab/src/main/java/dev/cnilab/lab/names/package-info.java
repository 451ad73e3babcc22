/** How a pod finds names: its resolver's settings, the questions it sends, the answers it gets. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.names;
