/** The Element Plus components the desk uses; named one by one so that only those are shipped. */
import type { App, Plugin } from 'vue'
import {
  ElAlert, ElAutocomplete, ElButton, ElCheckbox, ElCheckboxGroup, ElConfigProvider, ElDatePicker, ElDialog, ElDrawer, ElDropdown, ElDropdownItem,
  ElDropdownMenu, ElForm, ElFormItem, ElIcon, ElInput, ElInputNumber, ElLoading, ElOption, ElPagination, ElPopover, ElProgress,
  ElRadio, ElRadioButton, ElRadioGroup, ElSelect, ElSkeleton, ElSwitch, ElTabPane, ElTabs, ElTag, ElTooltip, ElTree, ElTreeSelect, ElUpload,
} from 'element-plus'
import 'element-plus/dist/index.css'
import '@shared/theme/element.css'

const USED: Plugin[] = [
  ElAlert, ElAutocomplete, ElButton, ElCheckbox, ElCheckboxGroup, ElConfigProvider, ElDatePicker, ElDialog, ElDrawer, ElDropdown, ElDropdownItem,
  ElDropdownMenu, ElForm, ElFormItem, ElIcon, ElInput, ElInputNumber, ElLoading, ElOption, ElPagination, ElPopover, ElProgress,
  ElRadio, ElRadioButton, ElRadioGroup, ElSelect, ElSkeleton, ElSwitch, ElTabPane, ElTabs, ElTag, ElTooltip, ElTree, ElTreeSelect, ElUpload,
] as Plugin[]

export function installElements(app: App): void {
  for (const component of USED) app.use(component)
}
