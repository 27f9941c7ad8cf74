// SPDX-License-Identifier: Apache-2.0
import { defineComponent, provide, shallowReactive, watch, type Component, type PropType, type VNode } from 'vue'
import { routeLocationKey, useRoute } from 'vue-router'

const pages = new Map<string, Component>()

/**
 * The component that holds the page of one tab. It has the tab's name, so that keep-alive can drop it when the tab closes,
 * and gives the page its own route: a page in the background does not follow the address of the page in front.
 */
export function tabPage(name: string): Component {
  const known = pages.get(name)
  if (known) return known
  const made = defineComponent({
    name,
    props: { page: { type: Object as PropType<VNode>, required: true } },
    setup(props) {
      const front = useRoute()
      const key = front.path
      const own = shallowReactive({ ...front })
      provide(routeLocationKey, own)
      watch(
        () => front.fullPath,
        () => {
          if (front.path === key) Object.assign(own, front)
        },
        { flush: 'sync' },
      )
      return () => props.page
    },
  })
  pages.set(name, made)
  return made
}
