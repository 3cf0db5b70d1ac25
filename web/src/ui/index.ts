// SPDX-License-Identifier: EUPL-1.2
// The design system: everything that features draw with.
export { Avatar, type PresenceMark } from './Avatar/Avatar';
export { Badge, Chip, Dot, type Tone } from './Badge/Badge';
export { Banner } from './Banner/Banner';
export { Button, type ButtonVariant, type ControlSize } from './Button/Button';
export { IconButton, IconToggle } from './Button/IconButton';
export { Checkbox, Radios } from './Checkbox/Checkbox';
export { classes } from './classes';
export { ConfirmDialog, Dialog } from './Dialog/Dialog';
export { SearchField } from './Field/SearchField';
export { PasswordField, TextField } from './Field/TextField';
export type { IconType } from './icon';
export { Kbd } from './Kbd/Kbd';
export { Link, LinkButton } from './Link/Link';
export { List, ListRow } from './List/List';
export { Menu, MenuItem, MenuSection, MenuSeparator, MenuTrigger } from './Menu/Menu';
export { Aside, type ListWidth, ListWidthContext, PaneHead, Panes, useIsPhone, useListWidth } from './Panes/Panes';
export { Popover, PopoverTrigger } from './Popover/Popover';
export { Progress, Spinner } from './Progress/Progress';
export { type Choice, Select } from './Select/Select';
export { CopyCode, EmptyState, ErrorState, Skeleton, SkeletonRows, useQuietStart } from './States/States';
export { Switch } from './Switch/Switch';
export { Pills, type TabItem, Tabs } from './Tabs/Tabs';
export { ToastRegion } from './Toast/ToastRegion';
export { showToast, type ToastContent } from './Toast/toasts';
export { Tooltip, TooltipTrigger } from './Tooltip/Tooltip';
export { Tree, type TreeNode } from './Tree/Tree';
export { useMediaQuery } from './useMediaQuery';
